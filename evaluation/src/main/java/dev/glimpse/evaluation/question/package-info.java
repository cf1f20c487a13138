/// Questions of benchmarks as values: text, options, answer, where they belong, where their images
/// are.
///
/// In: rows of a data file. Out: immutable records; no image is held. Any thread.
package dev.glimpse.evaluation.question;
