package dev.glimpse.runtime.caption;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A language that a caption shall be in.
///
/// @param name in English, as a prompt says it: `German`, `Portuguese (Brazil)`
public record CaptionLanguage(String name) {
    private static final int MAX_SHOWN = 40;

    /// ISO 639's.
    private static final Set<String> CODES = Set.of(Locale.getISOLanguages());

    private static final Set<String> NAMES =
            Stream.of(Locale.getISOLanguages())
                    .map(code -> Locale.of(code).getDisplayLanguage(Locale.ENGLISH))
                    .collect(Collectors.toUnmodifiableSet());

    /// Reads a BCP 47 tag, as `de` or `pt-BR`, or a language's English name.
    ///
    /// @throws IllegalArgumentException if there is no such language
    public static CaptionLanguage of(String text) {
        String word = text.strip();
        for (String name : NAMES) {
            if (name.equalsIgnoreCase(word)) {
                return new CaptionLanguage(name);
            }
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(word).build();
            if (CODES.contains(locale.getLanguage())) {
                return new CaptionLanguage(locale.getDisplayName(Locale.ENGLISH));
            }
        } catch (IllformedLocaleException _) {
            // told below
        }
        String shown = word.length() > MAX_SHOWN ? word.substring(0, MAX_SHOWN) + "…" : word;
        throw new IllegalArgumentException(
                "language is '"
                        + shown
                        + "'; expected a BCP 47 tag, as de or pt-BR, or a language's English name,"
                        + " as German");
    }
}
