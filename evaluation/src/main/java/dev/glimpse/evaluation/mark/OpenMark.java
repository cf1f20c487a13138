package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.caption.CaptionTokens;
import dev.glimpse.evaluation.caption.RougeL;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.evaluation.scoring.Anls;
import dev.glimpse.evaluation.scoring.NormalizedExactMatch;
import dev.glimpse.evaluation.scoring.VqaAccuracy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Rules for open questions, against all answers that count as right.
public enum OpenMark implements Marker {
    /// Equal to one of them after normalization: [NormalizedExactMatch].
    EXACT_MATCH("exact-match") {
        @Override
        double credit(String answer, List<String> right) {
            return NormalizedExactMatch.isRight(answer, right) ? 1 : 0;
        }
    },

    /// How near its spelling is to one of them: [Anls].
    ANLS("anls") {
        @Override
        double credit(String answer, List<String> right) {
            return Anls.of(answer, right);
        }
    },

    /// How many people gave it: [VqaAccuracy].
    VQA_ACCURACY("vqa-accuracy") {
        @Override
        double credit(String answer, List<String> right) {
            return VqaAccuracy.of(answer, right);
        }
    },

    /// How much of a caption's words come in the order of one of them: [RougeL].
    ROUGE_L("rouge-l") {
        @Override
        double credit(String answer, List<String> right) {
            return RougeL.of(
                    CaptionTokens.of(answer), right.stream().map(CaptionTokens::of).toList());
        }
    };

    private final RuleId id;

    OpenMark(String name) {
        this.id = RuleId.first(name);
    }

    @Override
    public RuleId id() {
        return id;
    }

    @Override
    public String measure() {
        return id.name().replace('-', '_');
    }

    @Override
    public Mark mark(Question question, String answer) {
        String bare = answer.strip();
        if (bare.isEmpty()) {
            return Mark.UNREAD;
        }
        double credit = question.answers().isEmpty() ? 0 : credit(bare, question.answers());
        return new Mark(Optional.of(bare), credit);
    }

    /// @param answer not blank
    /// @param right one or more
    abstract double credit(String answer, List<String> right);

    /// The rule of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static OpenMark named(String name) {
        return RuleId.find("metric", name, Arrays.asList(values()), OpenMark::id);
    }
}
