/// Which of two answers to an instruction is better, as AlpacaEval (tatsu-lab/alpaca_eval at
/// cd543a1) has a judge say: the baseline's, which is the question's right answer here, or the
/// model's. A [credit][dev.glimpse.evaluation.mark.Mark] of 1 is a win of the model, 0 one of the
/// baseline, 0.5 a draw.
///
/// In: instructions, two answers each, and a judge or what one said before. Out: marks. Blocks
/// while the judge answers; thread-safe.
package dev.glimpse.evaluation.preference;
