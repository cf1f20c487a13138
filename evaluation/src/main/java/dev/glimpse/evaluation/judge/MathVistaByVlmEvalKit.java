package dev.glimpse.evaluation.judge;

import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.mark.MathVistaVlmEvalKit;
import dev.glimpse.evaluation.prompt.MathVistaQuery;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// MathVista as VLMEvalKit at e8e78f05 scores it (`dataset/utils/mathvista.py`), which MiniCPM-V's
/// tables are by: choices that `vk-2026` reads and numbers that are right as they stand are taken;
/// else the judge extracts, in words of its own, and what it says is compared
/// ([MathVistaVlmEvalKit]).
///
/// @param judge temperature 0
public record MathVistaByVlmEvalKit(Judge judge) implements Marker {
    private static final int MAX_TOKENS = 128;
    private static final MathVistaVlmEvalKit COMPARISON = new MathVistaVlmEvalKit();

    @Override
    public RuleId id() {
        return RuleId.first("mathvista-vk");
    }

    @Override
    public String measure() {
        return COMPARISON.measure();
    }

    @Override
    public Optional<String> judgedBy() {
        return Optional.of(judge.name());
    }

    @Override
    public Mark mark(Question question, String answer) {
        return COMPARISON
                .unasked(question, answer)
                .orElseGet(() -> COMPARISON.of(question, asked(question, answer)));
    }

    /// A word of the prompt is misspelt there.
    private String asked(Question question, String answer) {
        String plea =
                JudgePrompts.of("vlmevalkit_mathvista_extract.txt")
                        + MathVistaQuery.of(question)
                        + "\nModel respone: "
                        + answer
                        + "Extracted answer:";
        return judge.ask(Judge.Plea.of(plea, 0, MAX_TOKENS));
    }
}
