package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;

/// A rule that puts questions. Immutable.
public interface Prompter {
    RuleId id();

    /// The question as the model sees it, one user's turn.
    List<PromptPart> render(Question question);

    /// How many answered questions come before this one.
    default int examples(Question question) {
        return 0;
    }

    /// The question after fewer examples than it would have, for a context that has no room.
    ///
    /// @param dropped how many are left out, 0 to all of [#examples]
    default List<PromptPart> render(Question question, int dropped) {
        return render(question);
    }
}
