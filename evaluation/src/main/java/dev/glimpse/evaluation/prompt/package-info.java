/// Says how a question is put to a model, by rules with names.
///
/// In: a question. Out: texts and the places of its images. Pure and immutable; any thread.
package dev.glimpse.evaluation.prompt;
