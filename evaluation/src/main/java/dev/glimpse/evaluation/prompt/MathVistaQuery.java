package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;

/// MathVista's query for a question, by the type of its answer.
final class MathVistaQuery {
    private static final String CHOICE =
            "Please answer the question and provide the correct option letter, e.g., A, B, C, D, at"
                    + " the end.";

    private MathVistaQuery() {}

    static String of(Question question) {
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

    private static String hint(Question question) {
        if (!question.options().list().isEmpty()) {
            return CHOICE;
        }
        boolean one = question.placement().trait("precision").startsWith("1");
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
