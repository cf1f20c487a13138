package dev.glimpse.vision.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// Writes a compressed video of grey frames, in a process of its own as those that read are.
final class VideoWriting {
    private static final int SIDE = 64;
    private static final int KEY_FRAME_EVERY = 12;

    private final AVFormatContext file = new AVFormatContext(null);
    private final AVCodecContext encoder;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();

    private VideoWriting(String name, String codec, int rate) {
        require(avformat_alloc_output_context2(file, null, (String) null, name));
        AVCodec found = avcodec_find_encoder_by_name(codec);
        encoder = avcodec_alloc_context3(found);
        encoder.width(SIDE).height(SIDE).pix_fmt(AV_PIX_FMT_YUV420P);
        encoder.time_base(av_make_q(1, rate)).framerate(av_make_q(rate, 1));
        encoder.gop_size(KEY_FRAME_EVERY).bit_rate(4_000_000).thread_count(1);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        require(avcodec_open2(encoder, found, (AVDictionary) null));
        stream = avformat_new_stream(file, null);
        stream.time_base(encoder.time_base()).avg_frame_rate(encoder.framerate());
        require(avcodec_parameters_from_context(stream.codecpar(), encoder));
    }

    /// How light frame `index` is, 16 (black) to 235 (white) as video has it.
    static int luma(int index) {
        return 40 + index * 7 % 160;
    }

    /// Writes `frames` frames of 64x64.
    static void write(Path file, String codec, int frames, int rate) throws IOException {
        String own;
        try {
            own =
                    Path.of(
                                    VideoWriting.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI())
                            .toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                own + File.pathSeparator + VideoDecoding.classPath(),
                                VideoWriting.class.getName(),
                                file.toString(),
                                codec,
                                Integer.toString(frames),
                                Integer.toString(rate))
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    public static void main(String[] arguments) {
        int rate = Integer.parseInt(arguments[3]);
        new VideoWriting(arguments[0], arguments[1], rate)
                .write(arguments[0], Integer.parseInt(arguments[2]));
    }

    private void write(String name, int frames) {
        var output = new AVIOContext(null);
        require(avio_open(output, name, AVIO_FLAG_WRITE));
        file.pb(output);
        require(avformat_write_header(file, (AVDictionary) null));
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P).width(SIDE).height(SIDE);
        require(av_frame_get_buffer(frame, 0));
        for (int i = 0; i < frames; i++) {
            require(av_frame_make_writable(frame));
            fill(frame, 0, SIDE, luma(i));
            fill(frame, 1, SIDE / 2, 128);
            fill(frame, 2, SIDE / 2, 128);
            frame.pts(i);
            encode(frame);
        }
        encode(null);
        require(av_write_trailer(file));
        avio_close(output);
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(encoder);
        avformat_free_context(file);
    }

    private static void fill(AVFrame frame, int plane, int rows, int value) {
        for (long i = 0; i < (long) rows * frame.linesize(plane); i++) {
            frame.data(plane).put(i, (byte) value);
        }
    }

    private void encode(AVFrame frame) {
        require(avcodec_send_frame(encoder, frame));
        while (avcodec_receive_packet(encoder, packet) >= 0) {
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            require(av_interleaved_write_frame(file, packet));
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg's error " + result);
        }
    }
}
