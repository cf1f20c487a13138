package dev.glimpse.vision.video.ffmpeg;

import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.video.FrameSampling;
import dev.glimpse.vision.video.FrameWire;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Loader;

/// Writes a video's frames to standard output. Arguments: file, frames a second, frames at most,
/// and of [dev.glimpse.vision.image.ImageLimits] the longest side and the pixels.
public final class FrameExtraction {
    private FrameExtraction() {}

    public static void main(String[] arguments) throws IOException {
        var sampling =
                new FrameSampling(Double.parseDouble(arguments[1]), Integer.parseInt(arguments[2]));
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            try {
                long maxPixels = Long.parseLong(arguments[4]);
                try (var video =
                        VideoStream.open(arguments[0], Integer.parseInt(arguments[3]), maxPixels)) {
                    write(video, sampling, maxPixels, out);
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
            VideoStream video, FrameSampling sampling, long maxPixels, DataOutputStream out)
            throws IOException {
        List<Integer> indices = sampling.indices(video.frames(), video.rate());
        int written = 0;
        try (var converter = new FrameConverter(video.quarterTurns(), maxPixels / indices.size())) {
            for (int index : indices) {
                var frame = video.frameAt(index / video.rate());
                if (frame.isEmpty()) {
                    break;
                }
                AVFrame shown = frame.get();
                FrameConverter.Rgb rgb = converter.convert(shown);
                FrameWire.frame(out, video.micros(shown), rgb.size(), rgb.bytes());
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
