package dev.glimpse.cli.caption;

import dev.glimpse.cli.fault.CommandException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A prompt with fields: `{name}` is the image file's name, `{folder}` that of the folder it is in,
/// empty if none is known. `{{name}}` stands for `{name}` itself; other braces are text.
public final class PromptTemplate {
    private static final Pattern FIELD = Pattern.compile("\\{\\{(\\w+)}}|\\{(\\w+)}");

    private final String text;

    /// @throws CommandException if it is blank or has another field
    public PromptTemplate(String text) {
        if (text.isBlank()) {
            throw CommandException.badInput("the prompt is blank; say what the model shall do");
        }
        FIELD.matcher(text).results().forEach(PromptTemplate::check);
        this.text = text;
    }

    private static void check(MatchResult field) {
        String name = field.group(2);
        if (name != null && !name.equals("name") && !name.equals("folder")) {
            throw CommandException.badInput(
                    "the prompt has a field {"
                            + name
                            + "}; there are {name} and {folder}; braces themselves are written {{"
                            + name
                            + "}}");
        }
    }

    /// As the user wrote it.
    String text() {
        return text;
    }

    /// The prompt about an image.
    ///
    /// @param image its path with `/` between folders
    public String about(String image) {
        int slash = image.lastIndexOf('/');
        String name = image.substring(slash + 1);
        String above = image.substring(0, Math.max(0, slash));
        String folder = above.substring(above.lastIndexOf('/') + 1);
        return FIELD.matcher(text)
                .replaceAll(field -> Matcher.quoteReplacement(value(field, name, folder)));
    }

    private static String value(MatchResult field, String name, String folder) {
        if (field.group(2) == null) {
            return "{" + field.group(1) + "}";
        }
        return field.group(2).equals("name") ? name : folder;
    }
}
