package dev.glimpse.http.video;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.video.FrameSampling;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Function;

/// Which frames of a video are seen, and how.
final class VideoOptionFields {
    private static final String FRAMES_PER_SECOND = "fps";
    private static final String MAX_FRAMES = "max_frames";
    private static final String FRAMES_PER_PACK = "frames_per_pack";

    private VideoOptionFields() {}

    /// What clients may know of them.
    static SequencedMap<String, Schema> schemas() {
        var schemas = new LinkedHashMap<String, Schema>();
        schemas.put(
                FRAMES_PER_SECOND,
                Schema.number(0, 60)
                        .described("Frames a second, more than 0; 1 where it is left out."));
        schemas.put(
                MAX_FRAMES,
                Schema.integer(1, 1024)
                        .described(
                                "Most frames that are seen; of more, as many spread evenly over the"
                                        + " video. 64 where it is left out."));
        schemas.put(
                FRAMES_PER_PACK,
                Schema.integer(1, FramePack.MOST_FRAMES)
                        .described(
                                "Frames that become one image's tokens, in models that compress"
                                        + " frames together (MiniCPM-V 4.5)."));
        return schemas;
    }

    static FrameSampling sampling(JsonFields video) {
        FrameSampling sampling = FrameSampling.DEFAULT;
        Optional<Double> perSecond = number(video, FRAMES_PER_SECOND, Double::valueOf);
        if (perSecond.isPresent()) {
            sampling = allowed(video, FRAMES_PER_SECOND, sampling, perSecond.get());
        }
        Optional<Integer> most = number(video, MAX_FRAMES, Integer::valueOf);
        return most.isPresent() ? allowed(video, MAX_FRAMES, sampling, most.get()) : sampling;
    }

    private static FrameSampling allowed(
            JsonFields video, String name, FrameSampling sampling, Number value) {
        try {
            return name.equals(MAX_FRAMES)
                    ? sampling.withMaxFrames(value.intValue())
                    : sampling.withFramesPerSecond(value.doubleValue());
        } catch (IllegalArgumentException e) {
            throw invalid(video.placeOf(name), video.placeOf(name) + ": " + e.getMessage());
        }
    }

    static OptionalInt framesPerPack(JsonFields video) {
        Optional<Integer> size = number(video, FRAMES_PER_PACK, Integer::valueOf);
        if (size.isEmpty()) {
            return OptionalInt.empty();
        }
        if (size.get() < 1 || size.get() > FramePack.MOST_FRAMES) {
            String place = video.placeOf(FRAMES_PER_PACK);
            throw invalid(
                    place,
                    place + " is " + size.get() + "; allowed: 1 to " + FramePack.MOST_FRAMES);
        }
        return OptionalInt.of(size.get());
    }

    private static <T extends Number> Optional<T> number(
            JsonFields video, String name, Function<String, T> parse) {
        return video.number(name)
                .map(text -> {
                    try {
                        return parse.apply(text);
                    } catch (NumberFormatException _) {
                        String place = video.placeOf(name);
                        throw invalid(place, place + " is no number that is allowed there");
                    }
                });
    }
}
