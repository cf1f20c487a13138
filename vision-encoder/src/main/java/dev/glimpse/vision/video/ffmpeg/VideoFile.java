package dev.glimpse.vision.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
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
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.vision.fault.ImageException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/// The video of a file: what its container says of it, checked against what is allowed. Owns the
/// open file; confined to one thread.
final class VideoFile implements AutoCloseable {
    /// Containers of video. Playlists, which name other files, are none of them.
    private static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,gif,apng,"
                    + "webp,ivf,h264,hevc,m4v";

    /// One allocation has at most this many bytes: more than a frame of any size that is taken.
    private static final long MOST_ALLOCATED = 1L << 30;

    private static final int MOST_FRAMES = 1 << 28;
    private static final double USUAL_RATE = 25;

    private final AVFormatContext format;
    private final AVStream stream;
    private final double rate;

    private VideoFile(AVFormatContext format, AVStream stream) {
        this.format = format;
        this.stream = stream;
        rate = rateOf(stream);
    }

    /// Opens a file and finds the largest video in it.
    ///
    /// @throws ImageException if there is none, it is damaged, or it is beyond a limit
    @MustBeClosed
    static VideoFile open(String file, int maxSide, long maxPixels) {
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
            return largest(format, maxSide, maxPixels);
        } catch (RuntimeException | Error e) {
            avformat_close_input(format);
            throw e;
        }
    }

    @MustBeClosed
    private static VideoFile largest(AVFormatContext format, int maxSide, long maxPixels) {
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
        return new VideoFile(format, stream);
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

    /// What is said of a file that is not as its format wants it.
    static ImageException damaged(String why) {
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

    /// Frames, 1 or more: as the container says, or as its length says, or else counted, for which
    /// nothing may have been read yet.
    int countFrames() {
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
        AVPacket packet = av_packet_alloc();
        int packets = 0;
        while (packets < MOST_FRAMES && av_read_frame(format, packet) >= 0) {
            packets += packet.stream_index() == stream.index() ? 1 : 0;
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        if (av_seek_frame(format, stream.index(), 0, AVSEEK_FLAG_BACKWARD) < 0) {
            throw damaged("it cannot be read twice");
        }
        return packets;
    }

    AVFormatContext format() {
        return format;
    }

    AVStream stream() {
        return stream;
    }

    /// Frames a second.
    double rate() {
        return rate;
    }

    /// Seconds of one step of its clock.
    double timeBase() {
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

    /// The time of its first frame, in steps of its clock.
    long start() {
        return stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time();
    }

    @Override
    public void close() {
        avformat_close_input(format);
    }
}
