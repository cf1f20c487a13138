package dev.glimpse.vision.video;

import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.RgbImage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How a process that reads a video hands its frames over, big-endian: for each a 1, the time in
/// microseconds, width, height and the pixels; then a 0. Or, at any point, a 2 and a kind of
/// [ImageException], or a 3, and a message.
public final class FrameWire {
    private static final int END = 0;
    private static final int FRAME = 1;
    private static final int FAULT = 2;
    private static final int FAILURE = 3;

    private FrameWire() {}

    /// Writes a frame.
    ///
    /// @param rgb `width * height * 3` bytes
    public static void frame(DataOutputStream out, long micros, RgbSize size, byte[] rgb)
            throws IOException {
        out.writeByte(FRAME);
        out.writeLong(micros);
        out.writeInt(size.width());
        out.writeInt(size.height());
        out.write(rgb);
    }

    /// Pixels of a frame's sides.
    public record RgbSize(int width, int height) {}

    /// Writes that there is no more.
    public static void end(DataOutputStream out) throws IOException {
        out.writeByte(END);
    }

    /// Writes that the file cannot be used.
    public static void fault(DataOutputStream out, ImageException fault) throws IOException {
        out.writeByte(FAULT);
        out.writeUTF(fault.kind().name());
        out.writeUTF(String.valueOf(fault.getMessage()));
    }

    /// Writes that no file can be read here.
    public static void failure(DataOutputStream out, String message) throws IOException {
        out.writeByte(FAILURE);
        out.writeUTF(message);
    }

    /// Reads all frames.
    ///
    /// @param maxFrames more are not taken
    /// @param maxPixels of all frames together
    /// @throws ImageException if the file cannot be used
    /// @throws EncoderException if no file can be read
    /// @throws IOException if what comes is cut off or something else
    static List<SampledFrame> read(DataInputStream in, int maxFrames, long maxPixels)
            throws IOException {
        var frames = new ArrayList<SampledFrame>();
        long left = maxPixels;
        while (true) {
            switch (in.readByte()) {
                case END -> {
                    return List.copyOf(frames);
                }
                case FAULT ->
                        throw new ImageException(
                                ImageException.Kind.valueOf(in.readUTF()), in.readUTF());
                case FAILURE -> throw new EncoderException(in.readUTF());
                case FRAME -> {
                    var time = Duration.ofNanos(in.readLong() * 1000);
                    int width = in.readInt();
                    int height = in.readInt();
                    left -= (long) width * height;
                    if (width < 1 || height < 1 || left < 0 || frames.size() == maxFrames) {
                        throw new InvalidObjectException("more frames than asked for");
                    }
                    var rgb = new byte[width * height * 3];
                    in.readFully(rgb);
                    frames.add(new SampledFrame(RgbImage.takeOver(width, height, rgb), time));
                }
                default -> throw new InvalidObjectException("no frame");
            }
        }
    }
}
