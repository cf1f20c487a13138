/// Says whether an answer is right, by rules with names, and how sure an accuracy is.
///
/// In: texts and counts. Out: verdicts and intervals. Pure and immutable; any thread.
package dev.glimpse.evaluation.scoring;
