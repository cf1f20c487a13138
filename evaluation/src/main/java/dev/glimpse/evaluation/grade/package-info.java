/// Counts graded answers into the numbers that papers print, with intervals and breakdowns.
///
/// In: questions with what was extracted from their answers. Out: measures. Failed and unread
/// answers are wrong; none is dropped or drawn at random. Pure and immutable; any thread.
package dev.glimpse.evaluation.grade;
