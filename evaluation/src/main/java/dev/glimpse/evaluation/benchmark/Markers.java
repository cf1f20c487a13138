package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.extract.Extractor;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.judge.Judge;
import dev.glimpse.evaluation.judge.JudgedReading;
import dev.glimpse.evaluation.judge.MathVista;
import dev.glimpse.evaluation.judge.MathVistaByVlmEvalKit;
import dev.glimpse.evaluation.judge.MmVet;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.mark.MathVistaExtracted;
import dev.glimpse.evaluation.mark.MathVistaLocal;
import dev.glimpse.evaluation.mark.MathVistaVlmEvalKit;
import dev.glimpse.evaluation.mark.MmVetGrades;
import dev.glimpse.evaluation.mark.OpenMark;
import dev.glimpse.evaluation.preference.JudgedPair;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The rules that mark a benchmark's answers: one while they come, and one that asks a judge.
///
/// @param own asks nobody
/// @param judged asks a judge, where there is such a rule
/// @param needsJudge whether there is no score without one
public record Markers(Marker own, Optional<Function<Judge, Marker>> judged, boolean needsJudge) {

    /// By their name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    static Markers of(Benchmark benchmark, String name) {
        return switch (benchmark) {
            case MMBENCH, CHOICE, AI2D, SCIENCE_QA, MMLU, MV_BENCH ->
                    read(Extractors.named(name), JudgedReading.Form.CHOICE);
            case MME -> read(Extractors.named(name), JudgedReading.Form.YES_NO);
            case ALPACA_EVAL -> RuleId.find("judge's form", name, ALPACA, Named::id).markers();
            case VQA, CAPTION -> new Markers(OpenMark.named(name), Optional.empty(), false);
            case MATH_VISTA -> RuleId.find("extractor", name, MATH_VISTA, Named::id).markers();
            case MM_VET -> RuleId.find("extractor", name, MM_VET, Named::id).markers();
        };
    }

    private static final List<Named> MATH_VISTA =
            List.of(
                    needing("mathvista-official", MathVista::new),
                    needing("mathvista-vk", MathVistaByVlmEvalKit::new),
                    alone(new MathVistaVlmEvalKit()),
                    alone(new MathVistaLocal()),
                    alone(MathVistaExtracted.RELEASED),
                    alone(MathVistaExtracted.PUBLISHED));

    private static final List<Named> MM_VET =
            List.of(
                    needing(MmVet.Form.OFFICIAL),
                    needing(MmVet.Form.VLM_EVAL_KIT),
                    alone(new MmVetGrades()));

    private static final List<Named> ALPACA =
            Arrays.stream(JudgedPair.Form.values())
                    .map(form -> needing(form.id().name(), judge -> new JudgedPair(judge, form)))
                    .toList();

    private record Named(RuleId id, Markers markers) {}

    private static Markers read(Extractor extractor, JudgedReading.Form form) {
        return new Markers(
                new ChoiceMark(extractor),
                Optional.of(judge -> new JudgedReading(extractor, judge, form)),
                false);
    }

    /// A rule that asks nobody.
    private static Named alone(Marker marker) {
        return new Named(marker.id(), new Markers(marker, Optional.empty(), false));
    }

    private static Named needing(MmVet.Form form) {
        return needing(form.id().name(), judge -> new MmVet(judge, form));
    }

    private static Named needing(String name, Function<Judge, Marker> judged) {
        var id = RuleId.first(name);
        return new Named(id, new Markers(new Unjudged(id), Optional.of(judged), true));
    }

    /// Stands in until a judge has seen the answers: nothing is read.
    private record Unjudged(RuleId id) implements Marker {
        @Override
        public Mark mark(Question question, String answer) {
            return Mark.UNREAD;
        }
    }
}
