package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.scoring.EditDistance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How MathVista (lupantech/MathVista at 53d5258, `evaluation/calculate_score.py`) brings an
/// extracted answer into the form of the right one, which it then must equal.
public final class MathVistaAnswer {
    private static final Pattern LETTER = Pattern.compile("\\(([a-zA-Z])\\)");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private MathVistaAnswer() {}

    /// The answer where it is one as it stands: a choice's text, or a number of the kind asked for.
    public static Optional<String> plain(Question question, String answer) {
        boolean is =
                switch (question.placement().trait("answer_type")) {
                    case "integer" -> answer.strip().matches("[+-]?\\d+");
                    case "float" -> NUMBER.matcher(answer.strip()).matches();
                    default ->
                            question.options().list().stream()
                                    .anyMatch(option -> option.text().equals(answer));
                };
        return is ? Optional.of(answer.strip()) : Optional.empty();
    }

    /// The mark of an extracted answer.
    public static Mark mark(Question question, String extracted) {
        String right = question.options().text(question.answer()).orElse(question.answer());
        Optional<String> normal = normalize(question, extracted);
        return new Mark(normal, normal.filter(right::equals).isPresent() ? 1 : 0);
    }

    /// As the right answer would be written; nothing where it is no number and should be one.
    static Optional<String> normalize(Question question, String extracted) {
        if (!question.options().list().isEmpty()) {
            return Optional.of(choice(question, extracted.strip()));
        }
        return switch (question.placement().trait("answer_type")) {
            case "integer" -> number(extracted).map(n -> n.toBigInteger().toString());
            case "float" -> number(extracted).map(n -> rounded(n, precision(question)));
            default -> extracted.isEmpty() ? Optional.empty() : Optional.of(extracted);
        };
    }

    /// The choice a letter in parentheses or alone names, else the one with the nearest spelling,
    /// the first of equals: an empty text names one too.
    private static String choice(Question question, String text) {
        var matcher = LETTER.matcher(text);
        String bare = matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : text;
        return question.options()
                .text(bare)
                .orElseGet(() ->
                        question.options().list().stream()
                                .map(Option::text)
                                .min(Comparator.comparingInt(one -> EditDistance.of(bare, one)))
                                .orElse(""));
    }

    private static Optional<BigDecimal> number(String text) {
        String bare = text.strip().replace("_", "");
        if (!NUMBER.matcher(bare).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(bare);
        return Double.isFinite(value) ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }

    private static int precision(Question question) {
        String text = question.placement().trait("precision");
        return text.isEmpty() ? 0 : (int) Double.parseDouble(text);
    }

    /// As Python writes a rounded float: `3.0`, `1.2`.
    private static String rounded(BigDecimal number, int places) {
        BigDecimal rounded = number.setScale(places, RoundingMode.HALF_EVEN).stripTrailingZeros();
        if (rounded.signum() == 0) {
            return number.signum() < 0 ? "-0.0" : "0.0";
        }
        return (rounded.scale() < 1 ? rounded.setScale(1) : rounded).toPlainString();
    }
}
