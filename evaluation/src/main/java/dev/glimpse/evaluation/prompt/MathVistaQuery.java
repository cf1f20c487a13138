package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;

/// MathVista's query for a question (lupantech/MathVista at 53d5258), by the type of its answer.
public final class MathVistaQuery {
    private static final String CHOICE =
            "Please answer the question and provide the correct option letter, e.g., A, B, C, D, at"
                    + " the end.";

    private MathVistaQuery() {}

    /// The query. VLMEvalKit's questions are queries already.
    public static String of(Question question) {
        if (question.wording().question().startsWith("Hint: ")) {
            return question.wording().question();
        }
        var text = new StringBuilder("Hint: ").append(hint(question)).append('\n');
        text.append("Question: ").append(question.wording().question());
        String unit = question.placement().trait("unit");
        if (!unit.isEmpty()) {
            text.append(" (Unit: ").append(unit).append(')');
        }
        if (!question.options().list().isEmpty()) {
            text.append("\nChoices:");
            for (Option option : question.options().list()) {
                text.append("\n(").append(option.letter()).append(") ").append(option.text());
            }
        }
        return text.toString();
    }

    /// lmms-eval's form (`format-prompt`): the question, choices, and how the answer shall look.
    static String formatted(Question question) {
        var text = new StringBuilder(question.wording().question());
        String unit = question.placement().trait("unit");
        if (!unit.isEmpty()) {
            text.append(" (Unit: ").append(unit).append(')');
        }
        for (Option option : question.options().list()) {
            text.append('\n').append(option.letter()).append(". ").append(option.text());
        }
        return text.append('\n').append(form(question)).toString();
    }

    private static String form(Question question) {
        if (!question.options().list().isEmpty()) {
            return PromptText.DIRECTLY;
        }
        return switch (question.placement().trait("answer_type")) {
            case "integer" -> "Answer the question using a single integer number.";
            case "float" ->
                    "Answer the question using a single floating-point number with "
                            + (oneDecimal(question) ? "one decimal place." : "two decimal places.");
            case "list" -> "Answer the question using a Python list.";
            default -> PromptText.DIRECTLY;
        };
    }

    private static boolean oneDecimal(Question question) {
        return question.placement().trait("precision").startsWith("1");
    }

    private static String hint(Question question) {
        if (!question.options().list().isEmpty()) {
            return CHOICE;
        }
        boolean one = oneDecimal(question);
        return switch (question.placement().trait("answer_type")) {
            case "integer" -> requiring("an integer answer", "value", "1, 2, 3");
            case "float" ->
                    one
                            ? requiring(
                                    "a floating-point number with one decimal place",
                                    "value",
                                    "1.2, 1.3, 1.4")
                            : requiring(
                                    "a floating-point number with two decimal places",
                                    "value",
                                    "1.23, 1.34, 1.45");
            case "list" ->
                    requiring("a Python list as an answer", "list", "[1, 2, 3], [1.2, 1.3, 1.4]");
            default -> CHOICE;
        };
    }

    private static String requiring(String what, String kind, String examples) {
        return "Please answer the question requiring "
                + what
                + " and provide the final "
                + kind
                + ", e.g., "
                + examples
                + ", at the end.";
    }
}
