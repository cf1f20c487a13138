package dev.glimpse.evaluation.prompt;

import com.google.errorprone.annotations.Immutable;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.ArrayList;
import java.util.List;

/// How evaluation programs put the questions of single benchmarks.
///
/// From VLMEvalKit at e8e78f05 (`dataset/mvbench.py`, `vlm/minicpm_v.py`), lmms-eval at 75571cfe
/// (`tasks/scienceqa`, `mme`, `mathvista`, `mmvet`, `mvbench`) and ScienceQA at 2cbf831
/// (`models/base_prompt.py`).
public enum TaskPrompt implements Prompter {
    /// lmms-eval and LLaVA on ScienceQA.
    LMMS_SCIENCE_QA(
            "lmms-scienceqa",
            text(wording ->
                    PromptText.hint("Context: ", wording, "\n")
                            + wording.question()
                            + "\n"
                            + PromptText.lines(wording)
                            + PromptText.DIRECTLY)),

    /// lmms-eval on ScienceQA in the form for Qwen-VL.
    QWEN_SCIENCE_QA(
            "lmms-scienceqa-qwen",
            text(wording ->
                    "Context: "
                            + (wording.hint().isEmpty() ? "N/A" : wording.hint())
                            + "\nQuestion: "
                            + wording.question()
                            + "\nOptions: "
                            + PromptText.lines(wording).stripTrailing()
                            + "\nAnswer:")),

    /// ScienceQA's own, question before context before options (QCM).
    SCIENCE_QA(
            "scienceqa-qcm",
            text(wording ->
                    "Question: "
                            + wording.question()
                            + "\nContext: "
                            + (wording.hint().isEmpty() ? "N/A" : wording.hint())
                            + "\nOptions: "
                            + PromptText.inParentheses(wording, " ")
                            + "\nAnswer:")),

    /// lmms-eval and LLaVA on MME: the question's last sentence gives way to another.
    LMMS_MME(
            "lmms-mme",
            text(wording ->
                    wording.question().replace(" Please answer yes or no.", "").strip()
                            + "\n"
                            + TaskPrompt.ONE_WORD)),

    /// lmms-eval and LLaVA on open questions: a word or a phrase is wanted.
    LMMS_VQA("lmms-vqa", text(wording -> wording.question() + "\n" + TaskPrompt.ONE_WORD)),

    /// lmms-eval on COCO's captions; the data's question does not count.
    LMMS_CAPTION(
            "lmms-caption", text(_ -> "Provide a one-sentence caption for the provided image.")),

    /// MathVista's query: a hint at the form of the answer, the question, lettered choices.
    MATH_VISTA("mathvista", question -> PromptText.asked(question, MathVistaQuery.of(question))),

    /// lmms-eval on MathVista (`format-prompt`): the question, choices, and the form of the answer.
    LMMS_MATH_VISTA(
            "lmms-mathvista",
            question -> PromptText.asked(question, MathVistaQuery.formatted(question))),

    /// MM-Vet as MiniCPM-V asks it: instructions, image, question.
    MINICPM_DETAIL(
            "minicpm-detail",
            question -> {
                var parts = new ArrayList<PromptPart>();
                parts.add(new PromptPart.Text("Answer this question in detail."));
                parts.addAll(PromptText.asked(question, question.wording().question()));
                return parts;
            }),

    /// lmms-eval on MM-Vet.
    LMMS_MM_VET(
            "lmms-mmvet",
            text(wording ->
                    "First please perform reasoning, and think step by step to provide best answer"
                            + " to the following question: \n\n"
                            + wording.question())),

    /// MVBench as its own code puts it: instructions, frames, the question, and `Best option:(` as
    /// the beginning of the answer, of which the parenthesis is part.
    MV_BENCH(
            "mvbench",
            question -> {
                var parts = new ArrayList<PromptPart>();
                parts.add(new PromptPart.Instructions(TaskPrompt.WATCH));
                parts.addAll(PromptText.seen(question));
                parts.add(new PromptPart.Text(mvBench(question) + TaskPrompt.BEST));
                parts.add(new PromptPart.Begun(TaskPrompt.OPTION, "("));
                return parts;
            }),

    /// VLMEvalKit on MVBench through an interface: instructions, question, frames, and the
    /// beginning of the answer as the user's last words.
    VLM_EVAL_KIT_VIDEO(
            "vlmevalkit-mvbench",
            question -> {
                var parts = new ArrayList<PromptPart>();
                parts.add(new PromptPart.Instructions(TaskPrompt.WATCH));
                parts.add(new PromptPart.Text(mvBench(question)));
                parts.addAll(PromptText.seen(question));
                parts.add(new PromptPart.Text(TaskPrompt.BEST));
                parts.add(new PromptPart.Text(TaskPrompt.OPTION));
                return parts;
            }),

    /// lmms-eval on MVBench: frames, then the question.
    LMMS_VIDEO(
            "lmms-mvbench",
            text(wording ->
                    "Question:"
                            + wording.question()
                            + "\nOption:\n"
                            + PromptText.inParentheses(wording, "\n")
                            + "\nOnly give the best option.\n"));

    private static final String ONE_WORD = "Answer the question using a single word or phrase.";
    private static final String BEST = "\nOnly give the best option.";
    private static final String OPTION = "Best option:(";
    private static final String WATCH =
            "Carefully watch the video and pay attention to the cause and sequence of events, the"
                    + " detail and movement of objects, and the action and pose of persons. Based"
                    + " on your observations, select the best option that accurately addresses the"
                    + " question.\n";

    private final RuleId id;
    private final Form form;

    /// Puts a question.
    @Immutable
    @FunctionalInterface
    private interface Form {
        List<PromptPart> of(Question question);
    }

    /// Puts what a question says.
    @Immutable
    @FunctionalInterface
    private interface Words {
        String of(Wording wording);
    }

    TaskPrompt(String name, Form form) {
        this.id = RuleId.first(name);
        this.form = form;
    }

    private static Form text(Words words) {
        return question -> PromptText.asked(question, words.of(question.wording()));
    }

    @Override
    public RuleId id() {
        return id;
    }

    @Override
    public List<PromptPart> render(Question question) {
        return form.of(question);
    }

    private static String mvBench(Question question) {
        String text =
                "Question: "
                        + question.wording().question()
                        + "\nOptions:\n"
                        + PromptText.inParentheses(question.wording(), "\n");
        return text.stripTrailing();
    }
}
