package dev.glimpse.http.video;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads a part of type `video_url`: `{"video_url": {"url": "data:video/mp4;base64,..."}}`, or its
/// URL alone. What is said of this video may stand beside the URL.
public final class VideoPart {
    /// The type of such parts.
    public static final String NAME = "video_url";

    private static final String URL = "url";

    private VideoPart() {}

    /// What clients may know of such parts.
    public static Schema schema() {
        var video = new LinkedHashMap<String, Schema>();
        video.put("type", Schema.constant(NAME));
        video.put(
                NAME,
                Schema.anyOf(
                        Schema.string(),
                        Schema.object(VideoObject.members(URL), List.of(URL)).open()));
        return Schema.object(video, List.of("type", NAME)).open();
    }

    /// Reads a part.
    ///
    /// @param options what is said of all images
    /// @throws RequestException if there is no video in it
    public static Content read(JsonFields part, ImageOptions options, ContentLimits limits) {
        String here = part.placeOf(NAME);
        JsonNode value = part.node(NAME).orElseThrow(() -> invalid(here, here + " is missing"));
        limits.checkVideos(here);
        if (value.isString()) {
            return new VideoContent(here, VideoOptions.DEFAULT, options)
                    .of(value.stringValue(), limits);
        }
        return new VideoObject(URL, VideoOptions.DEFAULT, options)
                .read(JsonFields.ofAnyNames(value, here), limits);
    }
}
