package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How evaluation programs put a question. What there is to see comes first, then one text, unless
/// a style says otherwise.
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
                            + lines(wording)
                            + "Please select the correct answer from the options above. \n";
        }
    },

    /// MiniCPM-V 2.6 and 4, MiniCPM-o 2.6: the letter directly.
    MINICPM_V26("minicpm-v2.6") {
        @Override
        String text(Wording wording) {
            return wording.options().list().isEmpty()
                    ? wording.question()
                    : labelled(wording) + "Options:\n" + lines(wording) + "\n" + DIRECTLY;
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
                            + hint("Hint: ", wording, "\n")
                            + wording.question()
                            + "\n"
                            + lines(wording);
        }
    },

    /// lmms-eval on MMBench.
    LMMS_EVAL("lmms-eval") {
        @Override
        String text(Wording wording) {
            String question = hint("", wording, " ") + wording.question();
            return wording.options().list().isEmpty()
                    ? question
                    : question + " There are several options:\n" + lines(wording) + "\n" + DIRECTLY;
        }
    },

    /// lmms-eval and LLaVA on ScienceQA.
    LMMS_SCIENCE_QA("lmms-scienceqa") {
        @Override
        String text(Wording wording) {
            return hint("Context: ", wording, "\n")
                    + wording.question()
                    + "\n"
                    + lines(wording)
                    + DIRECTLY;
        }
    },

    /// lmms-eval and LLaVA on MME: the question's last sentence gives way to another.
    LMMS_MME("lmms-mme") {
        @Override
        String text(Wording wording) {
            return wording.question().replace(YES_OR_NO, "").strip() + "\n" + ONE_WORD;
        }
    },

    /// lmms-eval and LLaVA on open questions: a word or a phrase is wanted.
    LMMS_VQA("lmms-vqa") {
        @Override
        String text(Wording wording) {
            return wording.question() + "\n" + ONE_WORD;
        }
    },

    /// lmms-eval on COCO's captions; the data's question does not count.
    LMMS_CAPTION("lmms-caption") {
        @Override
        String text(Wording wording) {
            return "Provide a one-sentence caption for the provided image.";
        }
    },

    /// MathVista's query: a hint at the form of the answer, the question, lettered choices.
    MATH_VISTA("mathvista") {
        @Override
        String text(Wording wording) {
            return wording.question();
        }

        @Override
        String text(Question question) {
            return mathVistaQuery(question);
        }
    },

    /// MM-Vet as MiniCPM-V asks it (`vlm/minicpm_v.py`).
    MINICPM_DETAIL("minicpm-detail") {
        @Override
        String text(Wording wording) {
            return "Answer this question in detail." + wording.question();
        }
    },

    /// VLMEvalKit on MVBench through an interface: instructions, question, frames, and the
    /// beginning of the answer as the user's last words.
    VLM_EVAL_KIT_VIDEO("vlmevalkit-mvbench") {
        @Override
        String text(Wording wording) {
            return "Question: " + wording.question() + "\nOptions:\n" + inParentheses(wording);
        }

        @Override
        public List<PromptPart> render(Question question) {
            var parts = new ArrayList<PromptPart>();
            parts.add(new PromptPart.Instructions(WATCH));
            parts.add(new PromptPart.Text(text(question).stripTrailing()));
            parts.addAll(seen(question));
            parts.add(new PromptPart.Text("\nOnly give the best option."));
            parts.add(new PromptPart.Text("Best option:("));
            return parts;
        }
    },

    /// lmms-eval on MVBench (`tasks/mvbench/utils.py`): frames, then the question.
    LMMS_VIDEO("lmms-mvbench") {
        @Override
        String text(Wording wording) {
            return "Question:"
                    + wording.question()
                    + "\nOption:\n"
                    + inParentheses(wording)
                    + "Only give the best option.\n";
        }
    },

    /// The question and nothing else.
    BARE("bare") {
        @Override
        String text(Wording wording) {
            return wording.question();
        }
    };

    private static final String WATCH =
            "Carefully watch the video and pay attention to the cause and sequence of events, the"
                    + " detail and movement of objects, and the action and pose of persons. Based"
                    + " on your observations, select the best option that accurately addresses the"
                    + " question.\n";
    private static final String DIRECTLY =
            "Answer with the option's letter from the given choices directly.";
    private static final String ONE_WORD = "Answer the question using a single word or phrase.";
    private static final String YES_OR_NO = " Please answer yes or no.";
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
        List<PromptPart> parts = seen(question);
        parts.add(new PromptPart.Text(text(question)));
        return parts;
    }

    /// All that there is to see.
    private static List<PromptPart> seen(Question question) {
        var parts = new ArrayList<PromptPart>();
        for (int i = 0; i < question.images().size(); i++) {
            parts.add(new PromptPart.Image(i));
        }
        question.video().ifPresent(_ -> parts.add(new PromptPart.Video()));
        return parts;
    }

    /// The style of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static PromptStyle named(String name) {
        return RuleId.find("prompt style", name, all(), PromptStyle::id);
    }

    public static List<PromptStyle> all() {
        return Arrays.asList(values());
    }

    abstract String text(Wording wording);

    /// The same where more than the wording counts.
    String text(Question question) {
        return text(question.wording());
    }

    /// A question of MathVista as its `query` has it (lupantech/MathVista at 53d5258).
    public static String mathVistaQuery(Question question) {
        return MathVistaQuery.of(question);
    }

    private static String labelled(Wording wording) {
        return hint("Hint: ", wording, "\n") + "Question: " + wording.question() + "\n";
    }

    private static String hint(String before, Wording wording, String after) {
        return wording.hint().isEmpty() ? "" : before + wording.hint() + after;
    }

    private static String lines(Wording wording) {
        return wording.options().list().stream()
                .map(PromptStyle::line)
                .collect(Collectors.joining());
    }

    private static String inParentheses(Wording wording) {
        return wording.options().list().stream()
                .map(option -> "(" + option.letter() + ") " + option.text() + "\n")
                .collect(Collectors.joining());
    }

    private static String line(Option option) {
        return option.letter() + ". " + option.text() + "\n";
    }
}
