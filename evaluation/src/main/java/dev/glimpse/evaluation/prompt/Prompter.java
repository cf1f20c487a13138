package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;

/// A rule that puts questions. Immutable.
public interface Prompter {
    RuleId id();

    /// The question as the model sees it, one user's turn.
    List<PromptPart> render(Question question);
}
