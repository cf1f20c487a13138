/// Asks the questions of a data set and keeps the answers.
///
/// [SampleRun] asks in memory. An [EvaluationRun] works in a [RunFolder] with a row for each
/// answer, and goes on where it was killed. Questions are asked on virtual threads; rows are
/// written under a lock, each complete before the next.
package dev.glimpse.evaluation.run;
