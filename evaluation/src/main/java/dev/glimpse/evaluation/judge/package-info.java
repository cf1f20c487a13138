/// Rules that ask another model, a judge: it reads answers, or grades them. A score says which
/// judge it was; none is a default.
///
/// In: questions and answers. Out: marks. Blocks while the judge answers; thread-safe.
package dev.glimpse.evaluation.judge;
