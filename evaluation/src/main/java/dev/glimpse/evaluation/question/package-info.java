/// Questions of benchmarks as values: text, options, answer, where they belong, where their images
/// or their video are.
///
/// In: rows of a data file. Out: immutable records; no image or frame is held. Any thread.
package dev.glimpse.evaluation.question;
