package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

/// Texts that can be written as UTF-8.
public final class WholeCharacters {
    private WholeCharacters() {}

    /// Lets whole characters pass.
    ///
    /// @param name the field, for messages
    /// @return `text`
    /// @throws RequestException if there is half a surrogate pair in it
    public static String check(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair =
                        Character.isHighSurrogate(unit)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw invalid(
                            name,
                            name
                                    + " has half a surrogate pair at offset "
                                    + i
                                    + "; send whole characters");
                }
                i++;
            }
        }
        return text;
    }
}
