package dev.glimpse.evaluation.scoring;

import java.util.List;
import java.util.regex.Pattern;

/// The removal of punctuation that evaluation programs copied from the VQA challenge: a character
/// goes where the text has it beside a space or has a number with a comma, else a space takes its
/// place; then 32 periods at most go, for the copies hand a flag to `re.sub` where it wants a
/// count.
public final class VqaPunctuation {
    private static final List<String> CHARACTERS =
            List.of(
                    ";", "/", "[", "]", "\"", "{", "}", "(", ")", "=", "+", "\\", "_", "-", ">",
                    "<", "@", "`", ",", "?", "!");
    private static final Pattern COMMA_IN_NUMBER =
            Pattern.compile("\\d,\\d", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MAX_PERIODS = 32;

    private VqaPunctuation() {}

    /// The text without it.
    ///
    /// @param period the periods that go
    public static String remove(String text, Pattern period) {
        boolean number = COMMA_IN_NUMBER.matcher(text).find();
        String out = text;
        for (String character : CHARACTERS) {
            boolean goes =
                    number || text.contains(character + " ") || text.contains(" " + character);
            out = out.replace(character, goes ? "" : " ");
        }
        var matcher = period.matcher(out);
        var kept = new StringBuilder();
        for (int i = 0; i < MAX_PERIODS && matcher.find(); i++) {
            matcher.appendReplacement(kept, "");
        }
        return matcher.appendTail(kept).toString();
    }
}
