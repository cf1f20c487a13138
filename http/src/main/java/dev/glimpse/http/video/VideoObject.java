package dev.glimpse.http.video;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Reads an object of JSON that has a video, and beside it what is said of this one.
///
/// @param name of the member that has the video
/// @param options what is said of all videos
/// @param images what is said of all images
record VideoObject(String name, VideoOptions options, ImageOptions images) {
    /// What may be in it.
    ///
    /// @param name of the member that has the video
    static SequencedMap<String, Schema> members(String name) {
        var members = new LinkedHashMap<String, Schema>();
        members.put(name, VideoContent.SCHEMA);
        members.putAll(VideoOptionFields.schemas());
        ImageOptionFields.FIELDS.forEach(field ->
                members.put(
                        field.name(),
                        field.json().orElseThrow().schema().described(field.description())));
        return members;
    }

    /// @throws RequestException if there is no video in it
    Content read(JsonFields video, ContentLimits limits) {
        String place = video.placeOf(name);
        String url = video.text(name).orElseThrow(() -> invalid(place, place + " is missing"));
        ImageOptions own =
                ImageOptionFields.read(
                                video.placeOf(""),
                                video.number(ImageOptionFields.MAX_SLICES),
                                video.flag(ImageOptionFields.NUMBERED))
                        .apply(images);
        return new VideoContent(place, VideoOptionFields.read(video).apply(options), own)
                .of(url, limits);
    }
}
