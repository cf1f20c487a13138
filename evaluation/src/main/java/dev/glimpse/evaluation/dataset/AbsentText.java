package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.List;

/// Which texts of an option mean that there is no such option.
public enum AbsentText {
    /// The empty text alone.
    RAW("raw") {
        @Override
        boolean absent(String text) {
            return text.isEmpty();
        }
    },

    /// All that pandas takes for missing, as VLMEvalKit does: an option "None" disappears.
    PANDAS("pandas") {
        @Override
        boolean absent(String text) {
            return PandasText.missing(text);
        }
    };

    private final RuleId id;

    AbsentText(String name) {
        this.id = RuleId.first(name);
    }

    public RuleId id() {
        return id;
    }

    abstract boolean absent(String text);

    /// The rule of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static AbsentText named(String name) {
        return RuleId.find("rule for absent options", name, all(), AbsentText::id);
    }

    public static List<AbsentText> all() {
        return Arrays.asList(values());
    }
}
