package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;
import java.util.stream.Stream;

/// The prompts there are by name.
public final class Prompters {
    private static final List<Prompter> ALL =
            Stream.<Prompter>concat(Stream.of(PromptStyle.values()), Stream.of(TaskPrompt.values()))
                    .toList();

    private Prompters() {}

    /// The prompt of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static Prompter named(String name) {
        return RuleId.find("prompt style", name, ALL, Prompter::id);
    }

    public static List<Prompter> all() {
        return ALL;
    }
}
