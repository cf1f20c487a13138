package dev.glimpse.vision.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
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
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.vision.fault.ImageException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/// The video of a file, decoded forwards. Owns native memory; confined to one thread.
final class VideoStream implements AutoCloseable {
    /// Containers of video. Playlists, which name other files, are none of them.
    private static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,gif,apng,"
                    + "webp,ivf,h264,hevc,m4v";

    /// One allocation has at most this many bytes: more than a frame of any size that is taken.
    private static final long MOST_ALLOCATED = 1L << 30;

    /// What is further ahead is jumped to, seconds.
    private static final double WORTH_A_JUMP = 10;

    private static final int MOST_FRAMES = 1 << 28;
    private static final double USUAL_RATE = 25;

    private final AVFormatContext format;
    private final AVCodecContext codec;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final double rate;
    private final int frames;
    private boolean jumps = true;
    private boolean atEnd;

    /// Seconds of the frame decoded last.
    private double position;

    private VideoStream(AVFormatContext format, AVCodecContext codec, AVStream stream) {
        this.format = format;
        this.codec = codec;
        this.stream = stream;
        rate = rateOf(stream);
        frames = count();
    }

    /// Opens the largest video in a file.
    ///
    /// @throws ImageException if there is none, it cannot be decoded, or it is beyond a limit
    @MustBeClosed
    static VideoStream open(String file, int maxSide, long maxPixels) {
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(MOST_ALLOCATED);
        var format = new AVFormatContext(null);
        var options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "format_whitelist", CONTAINERS, 0);
        int opened = avformat_open_input(format, "file:" + file, null, options);
        av_dict_free(options);
        if (opened < 0) {
            throw new ImageException(
                    ImageException.Kind.UNSUPPORTED,
                    "file is no video that is read; send MP4, MOV, WebM, MKV, AVI, MPEG, OGG, FLV,"
                            + " WMV or an animated GIF");
        }
        try {
            return decoder(format, maxSide, maxPixels);
        } catch (RuntimeException | Error e) {
            avformat_close_input(format);
            throw e;
        }
    }

    @MustBeClosed
    private static VideoStream decoder(AVFormatContext format, int maxSide, long maxPixels) {
        if (avformat_find_stream_info(format, (AVDictionary) null) < 0) {
            throw damaged("its streams cannot be told");
        }
        int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (index < 0) {
            throw new ImageException(
                    ImageException.Kind.UNSUPPORTED, "file has no video; send one that has");
        }
        AVStream stream = format.streams(index);
        requireAllowed(stream, maxSide, maxPixels);
        for (int other = 0; other < format.nb_streams(); other++) {
            if (other != index) {
                format.streams(other).discard(AVDISCARD_ALL);
            }
        }
        AVCodec decoder = avcodec_find_decoder(stream.codecpar().codec_id());
        if (decoder == null || decoder.isNull()) {
            throw new ImageException(
                    ImageException.Kind.UNSUPPORTED,
                    "video is of a codec that is not read; send H.264, HEVC, VP8, VP9 or AV1");
        }
        AVCodecContext codec = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(codec, stream.codecpar());
        codec.thread_count(1);
        codec.max_pixels(maxPixels);
        if (avcodec_open2(codec, decoder, (AVDictionary) null) < 0) {
            avcodec_free_context(codec);
            throw damaged("its decoder cannot be opened");
        }
        return new VideoStream(format, codec, stream);
    }

    private static void requireAllowed(AVStream stream, int maxSide, long maxPixels) {
        int width = stream.codecpar().width();
        int height = stream.codecpar().height();
        if (width < 1 || height < 1) {
            throw damaged("its frames have no size");
        }
        if (width > maxSide || height > maxSide || (long) width * height > maxPixels) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    "video has frames of "
                            + width
                            + "x"
                            + height
                            + "; limit is "
                            + maxSide
                            + " pixels a side (ImageLimits.maxSide) and "
                            + maxPixels
                            + " in all (ImageLimits.maxPixels)");
        }
    }

    private static ImageException damaged(String why) {
        return new ImageException(
                ImageException.Kind.DAMAGED, "video is damaged: " + why + "; send an intact file");
    }

    private static double rateOf(AVStream stream) {
        for (AVRational rate : new AVRational[] {stream.avg_frame_rate(), stream.r_frame_rate()}) {
            double value = (double) rate.num() / rate.den();
            if (rate.den() > 0 && value > 0 && value < 1e5) {
                return value;
            }
        }
        return USUAL_RATE;
    }

    /// Frames, as the container says, or as its length says, or else counted.
    private int count() {
        double seconds = stream.duration() > 0 ? stream.duration() * timeBase() : 0;
        if (seconds == 0 && format.duration() > 0) {
            seconds = format.duration() / 1e6;
        }
        double count = stream.nb_frames() > 0 ? stream.nb_frames() : Math.rint(seconds * rate);
        if (count < 1) {
            count = counted();
        }
        return (int) Math.clamp(count, 1, MOST_FRAMES);
    }

    private int counted() {
        int packets = 0;
        while (packets < MOST_FRAMES && av_read_frame(format, packet) >= 0) {
            packets += packet.stream_index() == stream.index() ? 1 : 0;
            av_packet_unref(packet);
        }
        if (av_seek_frame(format, stream.index(), 0, AVSEEK_FLAG_BACKWARD) < 0) {
            throw damaged("it cannot be read twice");
        }
        return packets;
    }

    /// How many there are, 1 or more.
    int frames() {
        return frames;
    }

    /// Frames a second.
    double rate() {
        return rate;
    }

    private double timeBase() {
        return (double) stream.time_base().num() / stream.time_base().den();
    }

    /// Quarters of a turn, clockwise, that make frames upright: 0 to 3.
    int quarterTurns() {
        AVPacketSideData matrix =
                av_packet_side_data_get(
                        stream.codecpar().coded_side_data(),
                        stream.codecpar().nb_coded_side_data(),
                        AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
            return 0;
        }
        double counterclockwise = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(counterclockwise)
                ? 0
                : Math.floorMod((int) Math.rint(-counterclockwise / 90), 4);
    }

    /// The frame that is shown at a time, which is later than the one asked for before.
    ///
    /// @return valid until the next call; nothing where the video has ended
    Optional<AVFrame> frameAt(double seconds) {
        boolean jumped = jumps && seconds - position > WORTH_A_JUMP && jump(seconds);
        double early = 0.5 / rate;
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
        long target = start() + Math.round(seconds / timeBase());
        if (av_seek_frame(format, stream.index(), target, AVSEEK_FLAG_BACKWARD) < 0) {
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
            if (av_read_frame(format, packet) < 0) {
                atEnd = true;
                avcodec_send_packet(codec, null); // what is left in the decoder
            } else {
                if (packet.stream_index() == stream.index()) {
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
                ? Math.round((position + 1 / rate) * 1e6)
                : Math.max(0, Math.round((stamp - start()) * timeBase() * 1e6));
    }

    private long start() {
        return stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time();
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(codec);
        avformat_close_input(format);
    }
}
