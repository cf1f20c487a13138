/// Marks answers: what was read from one, and how much of it is right, by rules with names.
///
/// In: a question and an answer. Out: a [Mark]. Pure and immutable, any thread; but rules that ask
/// a judge, which block.
package dev.glimpse.evaluation.mark;
