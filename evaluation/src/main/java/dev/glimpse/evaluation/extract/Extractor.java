package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// A rule that finds the answer in a response.
public interface Extractor {
    RuleId id();

    /// The column in which files have what it reads; empty: any that answers stand in.
    default String column() {
        return "";
    }

    /// What the response chooses: a letter of the options (or `Z` where the rule takes a refusal
    /// for an answer), or `Yes` or `No`; nothing where the rule does not see it.
    ///
    /// @param options what the question offers; rules for yes and no do not look at them
    Optional<String> extract(String response, Options options);
}
