/// Benchmarks: which rules belong together, and how answers become a score.
///
/// In: questions and answers. Out: a [Score] that says by which rules it came about. Pure and
/// immutable; any thread.
package dev.glimpse.evaluation.benchmark;
