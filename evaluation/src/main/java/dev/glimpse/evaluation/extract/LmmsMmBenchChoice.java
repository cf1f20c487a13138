package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;
import java.util.Optional;

/// `le-mmbench`: what lmms-eval at 75571cfe reads on MMBench before it asks a judge
/// (`tasks/mmbench/mmbench_evals.py`), an older form of VLMEvalKit's rule: nothing is stripped from
/// words; letters are A to E whatever is offered; one beside an "A" among more than three words is
/// taken for none.
final class LmmsMmBenchChoice implements Extractor {
    private static final String FAILED = "Failed to obtain answer via API";
    private static final List<String> LETTERS = List.of("A", "B", "C", "D", "E");
    private static final int FEW_WORDS = 3;

    /// What stands around a letter, in the order in which it is looked for.
    private enum Form {
        PERIOD("", "."),
        COMMA("", ","),
        COLON("", ":"),
        CLOSED("", ")"),
        CLOSED_PERIOD("", ")."),
        PARENTHESES("(", ")"),
        PARENTHESES_PERIOD("(", ")."),
        AFTER_COLON(":", ""),
        AFTER_COLON_COMMA(":", ","),
        AFTER_COLON_PERIOD(":", "."),
        AFTER_COLON_CLOSED(":", ")"),
        AFTER_COLON_CLOSED_PERIOD(":", ").");

        private final String before;
        private final String after;

        Form(String before, String after) {
            this.before = before;
            this.after = after;
        }
    }

    @Override
    public RuleId id() {
        return RuleId.first("le-mmbench");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        return letter(response).or(() -> options.onlyTextIn(response));
    }

    private static Optional<String> letter(String response) {
        if (response.contains(FAILED)) {
            return Optional.empty();
        }
        List<String> words = PythonText.words(response);
        Optional<String> bare = only(words, "", "");
        boolean quantifier = words.contains("A") && words.size() > FEW_WORDS;
        if (bare.isPresent() && !quantifier) {
            return bare;
        }
        for (Form form : Form.values()) {
            Optional<String> found = only(words, form.before, form.after);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The letter that occurs so, if no other does.
    private static Optional<String> only(List<String> words, String before, String after) {
        List<String> found =
                LETTERS.stream().filter(letter -> words.contains(before + letter + after)).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
