package dev.glimpse.http.openai.chat;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import tools.jackson.databind.JsonNode;

/// Reads a part of type `image_url`: `{"image_url": {"url": "data:..."}}`, or its URL alone. What
/// is said of this image may stand beside the URL; `detail` is ignored.
final class ImagePart {
    private static final String NAME = "image_url";

    private ImagePart() {}

    /// @param options what is said of all images
    /// @throws RequestException if there is no image in it
    static Content read(JsonFields part, ImageOptions options, ContentLimits limits) {
        JsonNode value =
                part.node(NAME)
                        .orElseThrow(() ->
                                invalid(part.placeOf(NAME), part.placeOf(NAME) + " is missing"));
        if (value.isString()) {
            return image(
                    part.placeOf(NAME),
                    limits.image(part.placeOf(NAME), value.stringValue()),
                    options);
        }
        JsonFields image = JsonFields.ofAnyNames(value, part.placeOf(NAME));
        String place = image.placeOf("url");
        String url = image.text("url").orElseThrow(() -> invalid(place, place + " is missing"));
        ImageOptions own =
                ImageOptionFields.read(
                                image.placeOf(""),
                                image.number(ImageOptionFields.MAX_SLICES),
                                image.flag(ImageOptionFields.NUMBERED))
                        .apply(options);
        return image(place, limits.image(place, url), own);
    }

    private static Content image(String place, byte[] file, ImageOptions options) {
        if (file.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_IMAGE, place, place + " is empty; send an image file");
        }
        return Content.image(file, options);
    }
}
