package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.extract.Extractor;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// `mathvista-vk-extracted`: the answer is what VLMEvalKit at e8e78f05 has extracted already
/// (`dataset/utils/mathvista.py`, column `res`); only its comparison is made. Choices by `vk-2026`
/// against the right letter; numbers as numbers, not rounded; lists and texts are never right.
public final class MathVistaVlmEvalKit implements Marker {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+(_\\d+)*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private final Extractor choice = Extractors.named("vk-2026");

    @Override
    public RuleId id() {
        return RuleId.first("mathvista-vk-extracted");
    }

    @Override
    public String measure() {
        return "mathvista_vk";
    }

    @Override
    public String column() {
        return "res";
    }

    @Override
    public Mark mark(Question question, String answer) {
        return of(question, answer);
    }

    /// The mark of what was extracted.
    public Mark of(Question question, String extracted) {
        if (!question.options().list().isEmpty()) {
            return ChoiceMark.of(question, choice.extract(extracted, question.options()));
        }
        boolean right =
                switch (question.placement().trait("answer_type")) {
                    case "integer" ->
                            whole(extracted)
                                    .flatMap(n -> whole(question.answer()).map(n::equals))
                                    .orElse(false);
                    case "float" ->
                            number(extracted)
                                    .flatMap(n -> number(question.answer()).map(n::equals))
                                    .orElse(false);
                    default -> false;
                };
        return extracted.isBlank() ? Mark.UNREAD : Mark.of(extracted.strip(), right);
    }

    /// Whether no judge is asked: a choice that the rule reads, or a number that is right.
    public Optional<Mark> unasked(Question question, String answer) {
        Mark mark = of(question, answer);
        boolean choices = !question.options().list().isEmpty();
        boolean read = choices ? mark.extracted().isPresent() : mark.credit() == 1;
        return read ? Optional.of(mark) : Optional.empty();
    }

    private static Optional<BigInteger> whole(String text) {
        String bare = text.strip();
        return WHOLE.matcher(bare).matches()
                ? Optional.of(new BigInteger(bare.replace("_", "").replace("+", "")))
                : Optional.empty();
    }

    private static Optional<BigDecimal> number(String text) {
        String bare = text.strip().replace("_", "");
        if (!NUMBER.matcher(bare).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(bare);
        return Double.isFinite(value) ? Optional.of(new BigDecimal(value + 0.0)) : Optional.empty();
    }
}
