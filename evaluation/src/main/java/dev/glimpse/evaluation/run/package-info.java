/// Asks the questions of a data set and scores the answers.
///
/// In: rows and a function that answers one. Out: rows with verdicts, and the accuracy. Runs on the
/// caller's thread and owns nothing.
package dev.glimpse.evaluation.run;
