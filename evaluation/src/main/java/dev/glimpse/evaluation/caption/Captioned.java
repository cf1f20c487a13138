package dev.glimpse.evaluation.caption;

import java.util.List;

/// A caption beside what people wrote, as words.
///
/// @param caption may be empty
/// @param references one or more
public record Captioned(List<String> caption, List<List<String>> references) {
    public Captioned {
        caption = List.copyOf(caption);
        references = references.stream().map(List::copyOf).toList();
        if (references.isEmpty()) {
            throw new IllegalArgumentException("a caption has no references; give one or more");
        }
    }

    /// From texts.
    public static Captioned of(String caption, List<String> references) {
        return new Captioned(
                CaptionTokens.of(caption), references.stream().map(CaptionTokens::of).toList());
    }
}
