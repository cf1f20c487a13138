package dev.glimpse.vision.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.video.FrameWire.RgbSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/// Decoded frames to upright RGB, reduced where they have too many pixels. Owns native memory;
/// confined to one thread.
final class FrameConverter implements AutoCloseable {
    private final SwsContext scaling = sws_alloc_context();
    private final int quarterTurns;
    private final long maxPixels;

    /// @param quarterTurns clockwise, 0 to 3
    /// @param maxPixels of a frame
    FrameConverter(int quarterTurns, long maxPixels) {
        this.quarterTurns = quarterTurns;
        this.maxPixels = maxPixels;
    }

    /// @param bytes row by row, three a pixel
    @SuppressWarnings("ArrayRecordComponent") // written and forgotten
    record Rgb(RgbSize size, byte[] bytes) {}

    /// Converts a frame.
    ///
    /// @throws ImageException if it is of a kind that cannot be converted
    Rgb convert(AVFrame frame) {
        RgbSize size = reduced(frame.width(), frame.height());
        // What is not reduced is as the ffmpeg program, and what else stands on it, converts it.
        scaling.flags(size.width() == frame.width() ? SWS_BICUBIC : SWS_AREA);
        AVFrame rgb = av_frame_alloc();
        try {
            rgb.format(AV_PIX_FMT_RGB24).width(size.width()).height(size.height());
            if (av_frame_get_buffer(rgb, 0) < 0 || sws_scale_frame(scaling, rgb, frame) < 0) {
                throw new ImageException(
                        ImageException.Kind.UNSUPPORTED,
                        "video has pixels of a kind that is not read; send 8-bit 4:2:0, which all"
                                + " programs write");
            }
            return turned(new Rgb(size, bytes(rgb, size)));
        } finally {
            av_frame_free(rgb);
        }
    }

    private RgbSize reduced(int width, int height) {
        double factor = Math.min(1, Math.sqrt((double) maxPixels / ((double) width * height)));
        return new RgbSize(
                Math.max(1, (int) (width * factor)), Math.max(1, (int) (height * factor)));
    }

    private static byte[] bytes(AVFrame rgb, RgbSize size) {
        int row = size.width() * 3;
        var bytes = new byte[row * size.height()];
        BytePointer data = rgb.data(0);
        for (int y = 0; y < size.height(); y++) {
            data.position((long) y * rgb.linesize(0)).get(bytes, y * row, row);
        }
        return bytes;
    }

    private Rgb turned(Rgb image) {
        Rgb turned = image;
        for (int i = 0; i < quarterTurns; i++) {
            turned = quarterTurn(turned);
        }
        return turned;
    }

    /// Clockwise.
    private static Rgb quarterTurn(Rgb image) {
        int width = image.size.height();
        int height = image.size.width();
        var bytes = new byte[image.bytes.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = ((width - 1 - x) * height + y) * 3;
                System.arraycopy(image.bytes, from, bytes, (y * width + x) * 3, 3);
            }
        }
        return new Rgb(new RgbSize(width, height), bytes);
    }

    @Override
    public void close() {
        sws_free_context(scaling);
    }
}
