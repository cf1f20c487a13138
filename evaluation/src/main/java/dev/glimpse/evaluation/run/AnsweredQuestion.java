package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.dataset.SampleQuestion;

/// A question with the answer it got.
///
/// @param answer as the model gave it
/// @param right by [dev.glimpse.evaluation.scoring.NormalizedExactMatch]
public record AnsweredQuestion(SampleQuestion question, String answer, boolean right) {}
