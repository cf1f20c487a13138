package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Pieces that several prompts are made of.
final class PromptText {
    /// Asks for a letter, as lmms-eval, LLaVA and MiniCPM-V do.
    static final String DIRECTLY =
            "Answer with the option's letter from the given choices directly.";

    private PromptText() {}

    /// What there is to see, then a text.
    static List<PromptPart> asked(Question question, String text) {
        List<PromptPart> parts = seen(question);
        parts.add(new PromptPart.Text(text));
        return parts;
    }

    /// All that there is to see.
    static List<PromptPart> seen(Question question) {
        var parts = new ArrayList<PromptPart>();
        for (int i = 0; i < question.images().size(); i++) {
            parts.add(new PromptPart.Image(i));
        }
        question.video().ifPresent(_ -> parts.add(new PromptPart.Video()));
        return parts;
    }

    /// The hint with what stands around it, if there is one.
    static String hint(String before, Wording wording, String after) {
        return wording.hint().isEmpty() ? "" : before + wording.hint() + after;
    }

    /// `A. text`, a line each.
    static String lines(Wording wording) {
        return wording.options().list().stream()
                .map(option -> option.letter() + ". " + option.text() + "\n")
                .collect(Collectors.joining());
    }

    /// `(A) text` with something between them.
    static String inParentheses(Wording wording, String between) {
        return wording.options().list().stream()
                .map(PromptText::inParentheses)
                .collect(Collectors.joining(between));
    }

    private static String inParentheses(Option option) {
        return "(" + option.letter() + ") " + option.text();
    }
}
