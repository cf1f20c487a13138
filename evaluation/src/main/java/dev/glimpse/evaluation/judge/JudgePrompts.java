package dev.glimpse.evaluation.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The words with which evaluation programs ask their judges, exact to the character.
public final class JudgePrompts {
    private JudgePrompts() {}

    /// A prompt by its file's name.
    public static String of(String name) {
        try (InputStream stream = JudgePrompts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the module lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text with each `{}` in turn replaced by a part.
    static String filled(String prompt, String... parts) {
        var text = new StringBuilder();
        int from = 0;
        for (String part : parts) {
            int slot = prompt.indexOf("{}", from);
            text.append(prompt, from, slot).append(part);
            from = slot + 2;
        }
        return text.append(prompt.substring(from)).toString();
    }
}
