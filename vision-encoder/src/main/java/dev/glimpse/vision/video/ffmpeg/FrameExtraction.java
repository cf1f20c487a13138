package dev.glimpse.vision.video.ffmpeg;

import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.video.FrameChoice;
import dev.glimpse.vision.video.FrameWire;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Loader;

/// Writes a video's frames to standard output. Arguments: file, of
/// [dev.glimpse.vision.image.ImageLimits] the longest side and the pixels, and the words of a
/// [FrameChoice].
public final class FrameExtraction {
    private FrameExtraction() {}

    public static void main(String[] arguments) throws IOException {
        var choice = FrameChoice.ofWords(Arrays.asList(arguments).subList(3, arguments.length));
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            try {
                long maxPixels = Long.parseLong(arguments[2]);
                try (var video =
                        VideoStream.open(arguments[0], Integer.parseInt(arguments[1]), maxPixels)) {
                    write(video, choice, maxPixels, out);
                }
            } catch (ImageException e) {
                FrameWire.fault(out, e);
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                FrameWire.failure(
                        out,
                        "videos cannot be read on "
                                + Loader.getPlatform()
                                + ": put FFmpeg's jar of this platform (org.bytedeco:ffmpeg) on the"
                                + " class path ("
                                + e.getMessage()
                                + ")");
            }
        }
    }

    private static void write(
            VideoStream video, FrameChoice choice, long maxPixels, DataOutputStream out)
            throws IOException {
        List<Integer> indices = choice.indices(video.frames(), video.file().rate());
        int written = 0;
        try (var converter =
                new FrameConverter(video.file().quarterTurns(), maxPixels / indices.size())) {
            Optional<AVFrame> frame = Optional.empty();
            int shown = -1;
            for (int index : indices) {
                frame = index == shown ? frame : video.frameAt(index / video.file().rate());
                if (frame.isEmpty()) {
                    break;
                }
                shown = index;
                FrameConverter.Rgb rgb = converter.convert(frame.get());
                FrameWire.frame(out, video.micros(frame.get()), rgb.size(), rgb.bytes());
                written++;
            }
        }
        // What a container says of its length may be off by a little.
        if (written == 0 || indices.size() - written > 1 + indices.size() / 10) {
            throw new ImageException(
                    ImageException.Kind.DAMAGED,
                    "video is cut off or damaged: of "
                            + indices.size()
                            + " frames "
                            + written
                            + " could be read; send an intact file");
        }
        FrameWire.end(out);
    }
}
