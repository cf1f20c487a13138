package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the ScienceQA scripts take for an answer; both want it nearly bare.
enum ScienceQaChoice implements Extractor {
    /// lmms-eval at 75571cfe (`tasks/scienceqa/utils.py`): the letter in either case, or `X.` at
    /// the start.
    LMMS("le-scienceqa") {
        @Override
        public Optional<String> extract(String response, Options options) {
            String text = PythonText.strip(response);
            String upper = text.toUpperCase(Locale.ROOT);
            if (options.has(upper)) {
                return Optional.of(upper);
            }
            boolean labelled =
                    text.length() >= 2
                            && Character.isUpperCase(text.charAt(0))
                            && text.charAt(1) == '.';
            return labelled ? Optional.of(text.substring(0, 1)) : Optional.empty();
        }
    },

    /// LLaVA at 32cebc38 (`llava/eval/eval_science_qa.py`): the letter; `X. ` at the start; exactly
    /// one `The answer is X.` where the period may be any character. Letters beyond the options are
    /// no answer.
    LLAVA("llava-scienceqa") {
        @Override
        public Optional<String> extract(String response, Options options) {
            return chosen(response).filter(options::has);
        }

        private Optional<String> chosen(String response) {
            if (LETTER.matcher(response).matches()) {
                return Optional.of(response);
            }
            if (LABEL.matcher(response).lookingAt()) {
                return Optional.of(response.substring(0, 1));
            }
            List<MatchResult> found = ANSWER_IS.matcher(response).results().toList();
            return found.size() == 1 ? Optional.of(found.getFirst().group(1)) : Optional.empty();
        }
    },

    /// ScienceQA's own script for GPT-3 at 2cbf831 (`models/run_gpt3.py`): exactly one `The answer
    /// is X.` where the period may be any character. What it cannot read it draws at random; here
    /// nothing is read.
    ORIGINAL("scienceqa-official") {
        @Override
        public Optional<String> extract(String response, Options options) {
            List<MatchResult> found = ANSWER_IS.matcher(response).results().toList();
            return found.size() == 1
                    ? Optional.of(found.getFirst().group(1)).filter(options::has)
                    : Optional.empty();
        }
    },

    /// The same script's `results`, which its accuracy counts: the number of a choice from 0, drawn
    /// at random where no answer could be read.
    NUMBER("scienceqa-results") {
        @Override
        public String column() {
            return "results";
        }

        @Override
        public Optional<String> extract(String response, Options options) {
            return PLACE.matcher(response).matches()
                    ? Optional.of(Options.letter(Integer.parseInt(response))).filter(options::has)
                    : Optional.empty();
        }
    };

    private static final Pattern LETTER = Pattern.compile("[A-E]");
    private static final Pattern LABEL = Pattern.compile("[A-E]\\. ");
    private static final Pattern PLACE = Pattern.compile("[0-9]");
    private static final Pattern ANSWER_IS = Pattern.compile("The answer is ([A-Z]).");

    private final RuleId id;

    ScienceQaChoice(String name) {
        this.id = RuleId.first(name);
    }

    @Override
    public RuleId id() {
        return id;
    }
}
