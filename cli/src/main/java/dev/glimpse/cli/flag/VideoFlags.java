package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.video.FrameSampling;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A video, and which of its frames the model sees.
public final class VideoFlags {
    @Option(
            names = "--video",
            paramLabel = "VIDEO",
            description =
                    "Ask about a video: a file (MP4, WebM, MKV, MOV, AVI, ...), or a folder of its"
                            + " frames as image files, in the order of their names.")
    private @Nullable Path video;

    @Option(
            names = "--video-frames",
            paramLabel = "N",
            description =
                    "Most frames that the model sees of a video; of more, N spread evenly over it."
                            + " Default: 64.")
    private @Nullable Integer frames;

    @Option(
            names = "--video-fps",
            paramLabel = "FPS",
            description =
                    "Frames that are seen of each second of a file, or that each second of a folder"
                            + " has. Default: 1.")
    private @Nullable Double framesPerSecond;

    @Option(
            names = "--frames-per-pack",
            paramLabel = "N",
            description =
                    "Frames that become one image's tokens, 1 to 6, in models that compress frames"
                            + " together (MiniCPM-V 4.5). Default: as the official code does.")
    private @Nullable Integer framesPerPack;

    /// The video's place, if there is one.
    public Optional<Path> video() {
        return Optional.ofNullable(video);
    }

    /// Which frames are seen.
    public FrameSampling sampling() {
        try {
            FrameSampling sampling = FrameSampling.DEFAULT;
            if (frames != null) {
                sampling = sampling.withMaxFrames(frames);
            }
            return framesPerSecond == null
                    ? sampling
                    : sampling.withFramesPerSecond(framesPerSecond);
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    /// Frames in a pack, if that is said.
    public OptionalInt framesPerPack() {
        if (framesPerPack == null) {
            return OptionalInt.empty();
        }
        if (framesPerPack < 1 || framesPerPack > FramePack.MOST_FRAMES) {
            throw CommandException.badInput(
                    "--frames-per-pack is "
                            + framesPerPack
                            + "; allowed: 1 to "
                            + FramePack.MOST_FRAMES);
        }
        return OptionalInt.of(framesPerPack);
    }

    /// A model that takes as many frames as are asked for.
    public ModelOptions allowed(ModelOptions model) {
        int most = sampling().maxFrames();
        return model.withVision(vision -> vision.withMaxFrames(Math.max(most, vision.maxFrames())));
    }
}
