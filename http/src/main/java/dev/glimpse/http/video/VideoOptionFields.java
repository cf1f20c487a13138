package dev.glimpse.http.video;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.vision.FramePack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Which frames of a video are seen, and how: of a request's videos, and in JSON of a single one.
public final class VideoOptionFields {
    private static final Field<String> FRAMES_PER_SECOND =
            Field.number(
                    "fps",
                    "Frames of a video that are seen a second, more than 0; 1 where it is left"
                            + " out.",
                    Schema.number(0, 60));
    private static final Field<String> MAX_FRAMES =
            Field.number(
                    "max_frames",
                    "Most frames of a video that are seen; of more, as many spread evenly over it."
                            + " 64 where it is left out.",
                    Schema.integer(1, 1024));
    private static final Field<String> FRAMES_PER_PACK =
            Field.number(
                    "frames_per_pack",
                    "Frames that become one image's tokens, in models that compress frames"
                            + " together (MiniCPM-V 4.5).",
                    Schema.integer(1, FramePack.MOST_FRAMES));

    /// All of them.
    public static final List<Field<?>> FIELDS =
            List.of(FRAMES_PER_SECOND, MAX_FRAMES, FRAMES_PER_PACK);

    private VideoOptionFields() {}

    /// What may be said of a video in an object.
    static SequencedMap<String, Schema> schemas() {
        var schemas = new LinkedHashMap<String, Schema>();
        FIELDS.forEach(field ->
                schemas.put(
                        field.name(),
                        field.json().orElseThrow().schema().described(field.description())));
        return schemas;
    }

    /// What a body's fields change.
    static UnaryOperator<VideoOptions> read(BodyFields body) {
        return read(name -> name, field -> body.get(field));
    }

    /// What is said of one video.
    static UnaryOperator<VideoOptions> read(JsonFields video) {
        return read(video::placeOf, field -> video.number(field.name()));
    }

    private static UnaryOperator<VideoOptions> read(
            UnaryOperator<String> place, Function<Field<String>, Optional<String>> value) {
        return options -> {
            VideoOptions read = options;
            for (Change change : CHANGES) {
                Optional<String> text = value.apply(change.field());
                if (text.isPresent()) {
                    read = change.applied(place.apply(change.field().name()), text.get(), read);
                }
            }
            return read;
        };
    }

    /// A field, and what its text changes.
    private record Change(Field<String> field, Way way) {
        VideoOptions applied(String place, String text, VideoOptions options) {
            try {
                return way.apply(text.strip(), options);
            } catch (NumberFormatException _) {
                throw invalid(place, place + " is no number that is allowed there");
            } catch (IllegalArgumentException e) {
                throw invalid(place, place + ": " + e.getMessage());
            }
        }
    }

    @FunctionalInterface
    private interface Way {
        VideoOptions apply(String text, VideoOptions options);
    }

    private static final List<Change> CHANGES =
            List.of(
                    new Change(
                            FRAMES_PER_SECOND,
                            (text, options) ->
                                    options.withSampling(
                                            options.sampling()
                                                    .withFramesPerSecond(
                                                            Double.parseDouble(text)))),
                    new Change(
                            MAX_FRAMES,
                            (text, options) ->
                                    options.withSampling(
                                            options.sampling()
                                                    .withMaxFrames(Integer.parseInt(text)))),
                    new Change(
                            FRAMES_PER_PACK,
                            (text, options) -> options.withFramesPerPack(Integer.parseInt(text))));
}
