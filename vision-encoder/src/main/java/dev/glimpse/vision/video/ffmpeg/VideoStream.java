package dev.glimpse.vision.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.vision.fault.ImageException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// The video of a file, decoded forwards. Owns the file and what decodes it; confined to one
/// thread.
final class VideoStream implements AutoCloseable {
    /// What is further ahead is jumped to, seconds.
    private static final double WORTH_A_JUMP = 10;

    private final VideoFile file;
    private final AVCodecContext codec;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final int frames;
    private boolean jumps = true;
    private boolean atEnd;

    /// Seconds of the frame decoded last.
    private double position;

    private VideoStream(VideoFile file, AVCodecContext codec) {
        this.file = file;
        this.codec = codec;
        frames = file.countFrames();
    }

    /// Opens the largest video in a file.
    ///
    /// @throws ImageException if there is none, it cannot be decoded, or it is beyond a limit
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the stream owns the file
    static VideoStream open(String name, int maxSide, long maxPixels) {
        VideoFile file = VideoFile.open(name, maxSide, maxPixels);
        try {
            return new VideoStream(file, decoder(file, maxPixels));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static AVCodecContext decoder(VideoFile file, long maxPixels) {
        AVCodec decoder = avcodec_find_decoder(file.stream().codecpar().codec_id());
        if (decoder == null || decoder.isNull()) {
            throw new ImageException(
                    ImageException.Kind.UNSUPPORTED,
                    "video is of a codec that is not read; send H.264, HEVC, VP8, VP9 or AV1");
        }
        AVCodecContext codec = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(codec, file.stream().codecpar());
        codec.thread_count(1);
        codec.max_pixels(maxPixels);
        if (avcodec_open2(codec, decoder, (AVDictionary) null) < 0) {
            avcodec_free_context(codec);
            throw VideoFile.damaged("its decoder cannot be opened");
        }
        return codec;
    }

    /// The file it is of, open as long as this is.
    VideoFile file() {
        return file;
    }

    /// How many there are, 1 or more.
    int frames() {
        return frames;
    }

    /// The frame that is shown at a time, which is later than the one asked for before.
    ///
    /// @return valid until the next call; nothing where the video has ended
    Optional<AVFrame> frameAt(double seconds) {
        boolean jumped = jumps && seconds - position > WORTH_A_JUMP && jump(seconds);
        double early = 0.5 / file.rate();
        while (jumped || next()) {
            jumped = false;
            if (position >= seconds - early) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /// Decodes the last key frame before a time. Files in which that goes back are not jumped in
    /// again.
    ///
    /// @return whether there was one
    private boolean jump(double seconds) {
        double before = position;
        long target = file.start() + Math.round(seconds / file.timeBase());
        if (av_seek_frame(file.format(), file.stream().index(), target, AVSEEK_FLAG_BACKWARD) < 0) {
            jumps = false;
            return false;
        }
        avcodec_flush_buffers(codec);
        boolean decoded = next();
        jumps = decoded && position >= before;
        return decoded;
    }

    /// Decodes a frame.
    ///
    /// @return whether there was one
    private boolean next() {
        while (true) {
            if (avcodec_receive_frame(codec, frame) >= 0) {
                position = micros(frame) / 1e6;
                return true;
            }
            if (atEnd) {
                return false;
            }
            if (av_read_frame(file.format(), packet) < 0) {
                atEnd = true;
                avcodec_send_packet(codec, null); // what is left in the decoder
            } else {
                if (packet.stream_index() == file.stream().index()) {
                    avcodec_send_packet(codec, packet); // a broken packet has no frame
                }
                av_packet_unref(packet);
            }
        }
    }

    /// A frame's time from the beginning; of one without, after the one before.
    long micros(AVFrame of) {
        long stamp = of.best_effort_timestamp();
        return stamp == AV_NOPTS_VALUE
                ? Math.round((position + 1 / file.rate()) * 1e6)
                : Math.max(0, Math.round((stamp - file.start()) * file.timeBase() * 1e6));
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(codec);
        file.close();
    }
}
