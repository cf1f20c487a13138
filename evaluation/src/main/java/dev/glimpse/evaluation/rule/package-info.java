/// Names of rules: what made a prompt, read an answer, or counted it.
///
/// In and out: text. Immutable; any thread.
package dev.glimpse.evaluation.rule;
