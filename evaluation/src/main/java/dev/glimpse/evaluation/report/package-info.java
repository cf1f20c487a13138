/// Writes scores down: JSON, CSV.
///
/// In: a score, and what is to be said beside it. Out: text. Pure; any thread.
package dev.glimpse.evaluation.report;
