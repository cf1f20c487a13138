package dev.glimpse.evaluation.preference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A prompt that is written as a conversation: what the system says, and what the user does, with
/// places for instruction and answers.
///
/// @param system without white space around it
/// @param user likewise
record ChatMarkup(String system, Template user) {
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>";

    static ChatMarkup of(String prompt) {
        return new ChatMarkup(part(prompt, "system"), new Template(part(prompt, "user")));
    }

    private static String part(String prompt, String role) {
        int start = prompt.indexOf(START + role + "\n");
        int end = prompt.indexOf(END, start);
        if (start < 0 || end < 0) {
            throw new IllegalStateException("a prompt has no part of the " + role);
        }
        return prompt.substring(start + START.length() + role.length(), end).strip();
    }

    /// A text with places in braces.
    record Template(String text) {
        private static final Pattern PLACE =
                Pattern.compile("\\{(instruction|output_1|output_2)\\}");

        /// The text with its places filled; braces within what fills them are text.
        String fill(String instruction, String first, String second) {
            return PLACE.matcher(text)
                    .replaceAll(match ->
                            Matcher.quoteReplacement(
                                    switch (match.group(1)) {
                                        case "instruction" -> instruction;
                                        case "output_1" -> first;
                                        default -> second;
                                    }));
        }
    }
}
