package dev.glimpse.evaluation.rule;

import com.google.errorprone.annotations.Immutable;
import dev.glimpse.evaluation.fault.EvaluationException;
import dev.glimpse.evaluation.fault.RuleException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The name of a rule and the version of our form of it. A score says both: two scores compare only
/// where the same rules made them.
///
/// @param name as given on a command line, such as `vk-2026`
/// @param version counts changes of what the rule does, from 1
@Immutable
public record RuleId(String name, int version) {
    public RuleId {
        if (name.isBlank() || version < 1) {
            throw new IllegalArgumentException(
                    "rule \"" + name + "\" version " + version + "; needs a name and 1 or more");
        }
    }

    /// The first version of a rule.
    public static RuleId first(String name) {
        return new RuleId(name, 1);
    }

    /// As `name@version`.
    @Override
    public String toString() {
        return name + "@" + version;
    }

    /// Finds a rule by its name, with or without `@version`.
    ///
    /// @param kind what the rules are, for the message
    /// @throws EvaluationException if none of `rules` has that name, or it has another version
    public static <T> T find(
            String kind, String wanted, List<? extends T> rules, Function<? super T, RuleId> id) {
        for (T rule : rules) {
            RuleId found = id.apply(rule);
            if (wanted.equals(found.name()) || wanted.equals(found.toString())) {
                return rule;
            }
        }
        String known =
                rules.stream().map(rule -> id.apply(rule).name()).collect(Collectors.joining(", "));
        throw new RuleException("there is no " + kind + " \"" + wanted + "\"; there are " + known);
    }
}
