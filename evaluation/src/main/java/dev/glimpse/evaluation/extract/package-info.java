/// Reads the chosen letter, or yes and no, out of what a model wrote.
///
/// In: a response and the options. Out: a letter, `Yes`, `No`, or nothing. Each rule copies what
/// one evaluation program does, its oddities included, and has its name; none asks a model. Pure
/// and immutable; any thread.
package dev.glimpse.evaluation.extract;
