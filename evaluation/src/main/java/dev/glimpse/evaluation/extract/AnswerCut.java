package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What is cut away from a response before an extractor sees it.
///
/// The MiniCPM cuts are `extract_answer` in `vlmeval/vlm/minicpm_v.py` of VLMEvalKit at e8e78f05,
/// which applies them to data sets that are answered with a chain of thought.
public enum AnswerCut {
    /// Nothing goes.
    NONE("none") {
        @Override
        public String cut(String response) {
            return response;
        }
    },

    /// What a model thought aloud: all up to the last `</think>`, and a thought that never ended.
    THOUGHTS("thoughts") {
        @Override
        public String cut(String response) {
            String rest = afterThoughts(response);
            int open = rest.indexOf("<think>");
            return open < 0 ? rest : rest.substring(0, open);
        }
    },

    /// MiniCPM-V 4 and 4.5, multiple choice: the last letter after `Answer:`; else nothing goes.
    MINICPM_V4_CHOICE("minicpm-v4-choice") {
        @Override
        public String cut(String response) {
            return last(ANSWER_LETTER, response);
        }
    },

    /// MiniCPM-V 4 and 4.5, short answers and yes or no: what follows the first `Answer:`; else
    /// nothing goes.
    MINICPM_V4_SHORT("minicpm-v4-short") {
        @Override
        public String cut(String response) {
            var matcher = ANSWER_TEXT.matcher(response);
            return matcher.find() ? matcher.group(1) : response;
        }
    },

    /// MiniCPM-V 4.6, whatever is asked: thoughts go; then what stands in `<answer>`.
    MINICPM_V46("minicpm-v4.6") {
        @Override
        public String cut(String response) {
            String rest = response.contains(THOUGHT_END) ? afterThoughts(response) : response;
            var tagged = ANSWER_TAG.matcher(rest);
            return tagged.find() ? PythonText.strip(tagged.group(1)) : rest;
        }
    },

    /// MiniCPM-V 4.6, multiple choice: thoughts go; then what stands in `<answer>`; else the last
    /// letter after `Answer:`, `Answer is` or the Chinese for it.
    MINICPM_V46_CHOICE("minicpm-v4.6-choice") {
        @Override
        public String cut(String response) {
            String rest = response.contains(THOUGHT_END) ? afterThoughts(response) : response;
            var tagged = ANSWER_TAG.matcher(rest);
            return tagged.find()
                    ? PythonText.strip(tagged.group(1))
                    : last(ANSWER_LETTER_V46, rest);
        }
    };

    private static final String THOUGHT_END = "</think>";
    private static final Pattern ANSWER_LETTER = python("Answer:\\s*([A-Ia-i])(?![A-Za-z])");
    private static final Pattern ANSWER_TEXT = python("Answer:\\s*(.*)\\s*$");
    private static final Pattern ANSWER_TAG = python("<answer>(.*?)</answer>");
    private static final Pattern ANSWER_LETTER_V46 =
            python("(?:Answer(?:\\s+is|:)|答案(?:是|为)?[:：]?)\\s*([A-Ja-j])(?![A-Za-z])");

    private final RuleId id;

    AnswerCut(String name) {
        this.id = RuleId.first(name);
    }

    public RuleId id() {
        return id;
    }

    /// What is left of the response.
    public abstract String cut(String response);

    /// The cut of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static AnswerCut named(String name) {
        return RuleId.find("cut", name, all(), AnswerCut::id);
    }

    public static List<AnswerCut> all() {
        return Arrays.asList(values());
    }

    private static String afterThoughts(String response) {
        int end = response.lastIndexOf(THOUGHT_END);
        return end < 0
                ? response
                : PythonText.strip(response.substring(end + THOUGHT_END.length()));
    }

    private static String last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .reduce((_, later) -> later)
                .map(match -> match.substring(match.length() - 1))
                .orElse(text);
    }

    private static Pattern python(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    }
}
