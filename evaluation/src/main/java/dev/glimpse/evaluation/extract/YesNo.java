package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.evaluation.scoring.VqaPunctuation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rules that read yes or no. Nothing read is never right.
enum YesNo implements Extractor {
    /// VLMEvalKit at e8e78f05 (`dataset/utils/yorn.py`, `smp/misc.py`): one of the two words stands
    /// alone somewhere, the other nowhere.
    VLM_EVAL_KIT("vk-yes-no") {
        @Override
        Optional<String> read(String lower) {
            List<String> words = PythonText.words(VqaPunctuation.remove(lower, PERIOD));
            boolean yes = words.contains("yes");
            boolean no = words.contains("no");
            return yes == no ? Optional.empty() : Optional.of(yes ? YES : NO);
        }
    },

    /// MME's own script, as InternVL at 2410d1d has it (`internvl_chat/eval/mme/calculation.py`):
    /// the first four characters decide.
    MME_OFFICIAL("mme-official") {
        @Override
        Optional<String> read(String lower) {
            return prefix(lower);
        }
    },

    /// lmms-eval at 75571cfe (`tasks/mme/utils.py`): as `mme-official`, after spaces and periods
    /// went; a single `y` or `n` counts.
    LMMS("le-yes-no") {
        @Override
        Optional<String> read(String lower) {
            String bare = PythonText.strip(lower).replace(".", "");
            return switch (bare) {
                case "y" -> Optional.of(YES);
                case "n" -> Optional.of(NO);
                default -> prefix(bare);
            };
        }
    };

    private static final String YES = "Yes";
    private static final String NO = "No";
    private static final int PREFIX = 4;
    private static final Pattern PERIOD =
            Pattern.compile("(?<!\\d)\\.(?!\\d)", Pattern.UNICODE_CHARACTER_CLASS);

    private final RuleId id;

    YesNo(String name) {
        this.id = RuleId.first(name);
    }

    @Override
    public RuleId id() {
        return id;
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        return read(response.toLowerCase(Locale.ROOT));
    }

    abstract Optional<String> read(String lower);

    private static Optional<String> prefix(String lower) {
        int end = lower.offsetByCodePoints(0, Math.min(PREFIX, PythonText.length(lower)));
        String start = lower.substring(0, end);
        if (start.contains("yes")) {
            return Optional.of(YES);
        }
        return start.contains("no") ? Optional.of(NO) : Optional.empty();
    }
}
