package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `le-static`: the choice extraction of lmms-eval at 75571cfe
/// (`lmms_eval/tasks/_task_utils/mcq_extract.py`).
///
/// Every letter of the options is looked for in several forms; the best form wins, within it the
/// place nearest to the end.
final class LmmsStaticChoice implements Extractor {
    private static final List<Character> ENDS = List.of(',', '.', '!', '?', ';', ':', '\'', '"');

    /// The first place of each counts, so a longer phrase adds places that a shorter one within it
    /// does not.
    private static final List<String> PHRASES =
            List.of(
                    "the answer is",
                    "answer is",
                    "the correct answer is",
                    "correct answer is",
                    "the best answer is",
                    "best answer is",
                    "the correct option is",
                    "correct option is",
                    "the best option is",
                    "best option is",
                    "the choice is",
                    "choice is",
                    "the correct choice is",
                    "correct choice is",
                    "i choose",
                    "i select",
                    "i pick",
                    "my answer is",
                    "my choice is",
                    "옵션",
                    "정답은",
                    "답은",
                    "답:",
                    "答案是",
                    "答案为",
                    "选",
                    "答えは");

    /// How a letter stands in the text, the surest last.
    private enum Form {
        ANYWHERE,
        BEFORE_SPACE,
        BEFORE_PARENTHESIS,
        BEFORE_COLON,
        BEFORE_PERIOD,
        IN_PARENTHESES,
        AFTER_PHRASE,
        AT_END,
        AT_START
    }

    private record Candidate(String letter, int place, Form form) {}

    @Override
    public RuleId id() {
        return RuleId.first("le-static");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        if (PythonText.strip(response).isEmpty()) {
            return Optional.empty();
        }
        String bare = PythonText.strip(response);
        for (char end : ENDS) {
            bare = PythonText.strip(bare, end);
        }
        String text = " " + bare + " ";
        List<Candidate> candidates = candidates(text, options.letters());
        if (candidates.isEmpty()) {
            for (String letter : options.letters()) {
                addLast(candidates, text, letter, letter, Form.ANYWHERE);
            }
        }
        return best(candidates);
    }

    /// The first of the best: the reference's sort keeps the order of equals.
    private static Optional<String> best(List<Candidate> candidates) {
        Comparator<Candidate> order =
                Comparator.comparing(Candidate::form).thenComparingInt(Candidate::place).reversed();
        return candidates.stream().sorted(order).map(Candidate::letter).findFirst();
    }

    private static List<Candidate> candidates(String text, List<String> letters) {
        var found = new ArrayList<Candidate>();
        for (String letter : letters) {
            addLast(found, text, letter, "(" + letter + ")", Form.IN_PARENTHESES);
            addLast(found, text, letter, letter + ".", Form.BEFORE_PERIOD);
            addLast(found, text, letter, letter + ":", Form.BEFORE_COLON);
            addLast(found, text, letter, letter + ")", Form.BEFORE_PARENTHESIS);
            addLast(found, text, letter, letter + " ", Form.BEFORE_SPACE);
        }
        addAfterPhrases(found, text, letters);
        addEnds(found, text, letters);
        return found;
    }

    private static void addLast(
            List<Candidate> found, String text, String letter, String written, Form form) {
        int place = text.lastIndexOf(written);
        if (place >= 0) {
            found.add(new Candidate(letter, place, form));
        }
    }

    /// Any letter anywhere after a phrase, not only the next word.
    private static void addAfterPhrases(List<Candidate> found, String text, List<String> letters) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String phrase : PHRASES) {
            int start = lower.indexOf(phrase);
            if (start < 0) {
                continue;
            }
            for (String letter : letters) {
                int place = text.indexOf(letter, start + phrase.length());
                if (place >= 0) {
                    found.add(new Candidate(letter, place, Form.AFTER_PHRASE));
                }
            }
        }
    }

    private static void addEnds(List<Candidate> found, String text, List<String> letters) {
        String stripped = PythonText.strip(text);
        int length = stripped.length();
        for (String letter : letters) {
            if (stripped.startsWith(letter)
                    && (length == 1 || !Character.isLetter(stripped.codePointAt(1)))) {
                found.add(new Candidate(letter, 0, Form.AT_START));
            }
            if (stripped.endsWith(letter)
                    && (length == 1 || !Character.isLetter(stripped.codePointBefore(length - 1)))) {
                found.add(new Candidate(letter, text.length() - 1, Form.AT_END));
            }
        }
    }
}
