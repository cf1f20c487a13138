/// What a machine does with a model: short measurements, `glimpse bench`.
///
/// In: an open model. Out: figures. Confined to the command's thread, but for answers that are
/// asked for at once.
package dev.glimpse.cli.bench;
