package dev.glimpse.http.video;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.fields.Posted;
import dev.glimpse.http.wire.FormPart;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads a request's videos, and which of their frames the model shall see. Immutable.
public final class VideoFields {
    private static final String OF_ONE = "video";
    private static final SequencedSet<String> MEMBERS =
            Collections.unmodifiableSequencedSet(
                    new LinkedHashSet<>(VideoObject.members(OF_ONE).sequencedKeySet()));
    private static final Schema ONE =
            Schema.anyOf(
                    VideoContent.SCHEMA,
                    Schema.object(VideoObject.members(OF_ONE), List.of(OF_ONE)));
    private static final Posted.Fields ALL =
            new Posted.Fields(
                    Posted.field(
                            OF_ONE,
                            "A video, seen after the images: in JSON a data URI of a file (MP4,"
                                    + " WebM, MKV, MOV, AVI, ...) or an object with one and options"
                                    + " beside it; in forms a file.",
                            ONE,
                            Schema.array(Schema.file()).ofAtLeast(1)),
                    Posted.list("videos", "Several videos, in order, each as `video`.", ONE));

    /// Videos and what is said of them.
    public static final List<Field<?>> FIELDS =
            Stream.concat(Stream.of(ALL.several(), ALL.one()), VideoOptionFields.FIELDS.stream())
                    .<Field<?>>map(field -> field)
                    .toList();

    private final ContentLimits limits;

    public VideoFields(ContentLimits limits) {
        this.limits = limits;
    }

    /// Whether there is one.
    public boolean areIn(BodyFields body) {
        return ALL.areIn(body);
    }

    /// Reads all videos, if there are any.
    ///
    /// @throws RequestException if one is none, or options stand there without one
    public List<Content> read(BodyFields body) {
        List<Posted> videos = ALL.of(body);
        String name = ALL.nameIn(body);
        if (videos.isEmpty()) {
            refuseOptions(body);
            return List.of();
        }
        limits.checkVideos(name);
        VideoOptions options = VideoOptionFields.read(body).apply(VideoOptions.DEFAULT);
        ImageOptions images = ImageOptionFields.read(body).apply(ImageOptions.DEFAULT);
        boolean alone = name.equals(OF_ONE) && videos.size() == 1;
        var contents = new ArrayList<Content>();
        for (Posted video : videos) {
            String place = alone ? name : name + "[" + contents.size() + "]";
            contents.add(content(video, new VideoContent(place, options, images)));
        }
        return contents;
    }

    private Content content(Posted posted, VideoContent video) {
        return switch (posted) {
            case Posted.Part(FormPart part) -> file(part, video);
            case Posted.Value(JsonNode value) when value.isString() ->
                    video.of(value.stringValue(), limits);
            case Posted.Value(JsonNode value) when value.isObject() ->
                    new VideoObject(OF_ONE, video.options(), video.images())
                            .read(JsonFields.of(value, MEMBERS, video.place()), limits);
            case Posted.Value(JsonNode value) ->
                    throw JsonFields.wrongType(video.place(), value, "a string or an object");
        };
    }

    private static Content file(FormPart part, VideoContent video) {
        if (!part.isFile()) {
            throw invalid(
                    video.place(),
                    video.place()
                            + " is text; send a file, with curl as -F video=@film.mp4 (mind the"
                            + " @)");
        }
        return video.of(part.content());
    }

    private static void refuseOptions(BodyFields body) {
        for (Field<?> field : VideoOptionFields.FIELDS) {
            if (body.has(field)) {
                throw invalid(
                        field.name(),
                        field.name()
                                + " says how videos are seen, and there is none; send one as"
                                + " \"video\", or leave it out");
            }
        }
    }
}
