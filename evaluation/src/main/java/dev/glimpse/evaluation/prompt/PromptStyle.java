package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;

/// How evaluation programs put any question. What there is to see comes first, then one text.
///
/// From VLMEvalKit at e8e78f05 (`dataset/image_mcq.py`, `vlm/minicpm_v.py`) and lmms-eval at
/// 75571cfe (`tasks/mmbench`, `tasks/scienceqa`). A question without options is sent as those do:
/// alone where they have nothing to add.
public enum PromptStyle implements Prompter {
    /// VLMEvalKit's own for multiple choice; ends in a space and a line break.
    VLM_EVAL_KIT("vlmevalkit") {
        @Override
        String text(Wording wording) {
            return wording.options().list().isEmpty()
                    ? labelled(wording)
                    : labelled(wording)
                            + "Options:\n"
                            + PromptText.lines(wording)
                            + "Please select the correct answer from the options above. \n";
        }
    },

    /// MiniCPM-V 2.6 and 4, MiniCPM-o 2.6: the letter directly.
    MINICPM_V26("minicpm-v2.6") {
        @Override
        String text(Wording wording) {
            return wording.options().list().isEmpty()
                    ? wording.question()
                    : labelled(wording)
                            + "Options:\n"
                            + PromptText.lines(wording)
                            + "\n"
                            + PromptText.DIRECTLY;
        }
    },

    /// MiniCPM-V 4.5 and 4.6 on MMBench: a chain of thought that ends in `Answer:`. The quote that
    /// is never closed is theirs.
    MINICPM_V45("minicpm-v4.5") {
        @Override
        String text(Wording wording) {
            return wording.options().list().isEmpty()
                    ? SHORT_THOUGHT + wording.question()
                    : CHOICE_THOUGHT
                            + PromptText.hint("Hint: ", wording, "\n")
                            + wording.question()
                            + "\n"
                            + PromptText.lines(wording);
        }
    },

    /// lmms-eval on MMBench.
    LMMS_EVAL("lmms-eval") {
        @Override
        String text(Wording wording) {
            String question = PromptText.hint("", wording, " ") + wording.question();
            return wording.options().list().isEmpty()
                    ? question
                    : question
                            + " There are several options:\n"
                            + PromptText.lines(wording)
                            + "\n"
                            + PromptText.DIRECTLY;
        }
    },

    /// The question and nothing else.
    BARE("bare") {
        @Override
        String text(Wording wording) {
            return wording.question();
        }
    };

    private static final String CHOICE_THOUGHT =
            "Carefully read the following multichoice question, solve it step by step and finally"
                    + " pick the option associated with the correct answer in the format of"
                    + " \"Answer: selected option\n\n";
    private static final String SHORT_THOUGHT =
            "Read the following question carefully, solve it step by step, and then output the"
                    + " final answer in the format of \"Answer: single number or single word or"
                    + " phrase\".\n\n";

    private final RuleId id;

    PromptStyle(String name) {
        this.id = RuleId.first(name);
    }

    @Override
    public RuleId id() {
        return id;
    }

    @Override
    public List<PromptPart> render(Question question) {
        return PromptText.asked(question, text(question.wording()));
    }

    abstract String text(Wording wording);

    private static String labelled(Wording wording) {
        return PromptText.hint("Hint: ", wording, "\n") + "Question: " + wording.question() + "\n";
    }
}
