package dev.glimpse.http.video;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.ImageData;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.runtime.chat.VideoSource;
import dev.glimpse.vision.video.FrameSampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads a part of type `video_url`: `{"video_url": {"url": "data:video/mp4;base64,..."}}`, or its
/// URL alone. What is said of this video may stand beside the URL.
public final class VideoPart {
    /// The type of such parts.
    public static final String NAME = "video_url";

    private static final String FRAMES = "data:video/jpeg;base64,";

    private VideoPart() {}

    /// What clients may know of such parts.
    public static Schema schema() {
        var url = new LinkedHashMap<String, Schema>();
        url.put(
                "url",
                Schema.string()
                        .described(
                                "A data URI of a video file (`data:video/mp4;base64,...`), told by"
                                    + " its bytes; or `data:video/jpeg;base64,` and frames as image"
                                    + " files in base64, with commas between them."));
        url.putAll(VideoOptionFields.schemas());
        ImageOptionFields.FIELDS.forEach(field ->
                url.put(
                        field.name(),
                        field.json().orElseThrow().schema().described(field.description())));
        var video = new LinkedHashMap<String, Schema>();
        video.put("type", Schema.constant(NAME));
        video.put(NAME, Schema.anyOf(Schema.string(), Schema.object(url, List.of("url")).open()));
        return Schema.object(video, List.of("type", NAME)).open();
    }

    /// Reads a part.
    ///
    /// @param options what is said of all images
    /// @throws RequestException if there is no video in it
    public static Content read(JsonFields part, ImageOptions options, ContentLimits limits) {
        String here = part.placeOf(NAME);
        JsonNode value = part.node(NAME).orElseThrow(() -> invalid(here, here + " is missing"));
        JsonFields video =
                value.isString()
                        ? JsonFields.ofAnyNames(
                                JsonNodeFactory.instance.objectNode().set("url", value), here)
                        : JsonFields.ofAnyNames(value, here);
        String place = value.isString() ? here : video.placeOf("url");
        String url = video.text("url").orElseThrow(() -> invalid(place, place + " is missing"));
        limits.checkVideos(here);
        ImageOptions own =
                ImageOptionFields.read(
                                video.placeOf(""),
                                video.number(ImageOptionFields.MAX_SLICES),
                                video.flag(ImageOptionFields.NUMBERED))
                        .apply(options);
        FrameSampling sampling = VideoOptionFields.sampling(video);
        OptionalInt pack = VideoOptionFields.framesPerPack(video);
        if (url.regionMatches(true, 0, FRAMES, 0, FRAMES.length())) {
            return new Content.Video(frames(place, url, sampling, own), pack);
        }
        byte[] file = limits.image(place, url);
        if (file.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_IMAGE, place, place + " is empty; send a video file");
        }
        return new Content.VideoFile(VideoSource.of(file), sampling, own, pack);
    }

    private static List<VideoFrame> frames(
            String place, String url, FrameSampling sampling, ImageOptions options) {
        String[] all = url.substring(FRAMES.length()).split(",", -1);
        var frames = new ArrayList<VideoFrame>();
        for (int index : sampling.spread(all.length)) {
            byte[] file = ImageData.decode(place + ", frame " + (index + 1), all[index]);
            var time = Duration.ofNanos(Math.round(index * 1e9 / sampling.framesPerSecond()));
            frames.add(new VideoFrame(Content.image(file, options), time));
        }
        return frames;
    }
}
