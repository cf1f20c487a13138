package dev.glimpse.runtime.chat;

/// How a template is given images.
sealed interface ImagePlacement {

    /// As a part `{"type": "image"}`, for which the template writes a placeholder.
    ///
    /// @param placeholder what it writes, such as `<|image_pad|>` or
    ///   `<|vision_start|><|image_pad|>`
    record AsPart(String placeholder) implements ImagePlacement {}

    /// Among the text parts: the template takes parts and knows no images, or numbers them.
    record InTextParts() implements ImagePlacement {}

    /// Within the text, since the template takes nothing else.
    record InText() implements ImagePlacement {}
}
