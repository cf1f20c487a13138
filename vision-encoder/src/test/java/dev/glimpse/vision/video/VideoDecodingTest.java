package dev.glimpse.vision.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.GeneratedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoDecodingTest {
    private static final FrameSampling SAMPLING = FrameSampling.DEFAULT;

    @TempDir private Path folder;

    /// 50 frames at 10 a second: one of a second is every tenth.
    @Test
    void oneFrameOfASecondIsSeenAsItIs() throws IOException {
        List<byte[]> frames = frames(50, 64, 48);
        List<SampledFrame> found = read(video(64, 48, frames), SAMPLING);
        assertThat(found).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(found.get(i).time().toMillis()).isEqualTo(i * 1000L);
            assertThat(found.get(i).image().toByteArray()).isEqualTo(frames.get(10 * i));
        }
    }

    @Test
    void ofMoreThanMayBeThoseInTheMiddleOfEachShareAreSeen() throws IOException {
        List<byte[]> frames = frames(90, 32, 16);
        var sampling = SAMPLING.withFramesPerSecond(10).withMaxFrames(3);
        List<SampledFrame> found = read(video(32, 16, frames), sampling);
        assertThat(found)
                .extracting(frame -> frame.time().toMillis())
                .containsExactly(1500L, 4500L, 7500L);
        assertThat(found.getLast().image().toByteArray()).isEqualTo(frames.get(75));
    }

    /// Of a part with fewer frames than segments some are seen again.
    @Test
    void framesOfAPartAreSeenEachFromItsSegment() throws IOException {
        List<byte[]> frames = frames(50, 32, 16);
        var part = new FrameSegments(8, Optional.of(new FrameSegments.Part(2, 2.4)));
        List<SampledFrame> found = read(video(32, 16, frames), part);
        List<Integer> expected = List.of(20, 20, 21, 22, 22, 22, 23, 24);
        assertThat(part.indices(50, 10)).isEqualTo(expected);
        assertThat(found)
                .extracting(SampledFrame::image)
                .isEqualTo(
                        expected.stream()
                                .map(index -> RgbImage.copyOf(32, 16, frames.get(index)))
                                .toList());
        assertThat(found)
                .extracting(frame -> frame.time().toMillis())
                .isEqualTo(expected.stream().map(index -> index * 100L).toList());
    }

    /// What lies far ahead is jumped to.
    @Test
    void aLongVideoIsSkippedThrough() throws IOException {
        List<byte[]> frames = frames(900, 16, 16);
        List<SampledFrame> found = read(video(16, 16, frames), SAMPLING.withMaxFrames(2));
        assertThat(found).extracting(frame -> frame.time().toSeconds()).containsExactly(22L, 67L);
        assertThat(found.getLast().image().toByteArray()).isEqualTo(frames.get(670));
    }

    /// 30 seconds of 15 frames each, each of a lightness of its own; by jumps to key frames, and
    /// forwards.
    @ParameterizedTest
    @CsvSource({"mp4, libopenh264, 2", "webm, libvpx, 64"})
    void compressedVideosAreRead(String container, String codec, int most) throws IOException {
        Path file = folder.resolve("film." + container);
        VideoWriting.write(file, codec, 450, 15);
        var sampling = SAMPLING.withMaxFrames(most);
        List<SampledFrame> found = read(file, sampling);
        List<Integer> expected = sampling.indices(450, 15);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            double luma = (VideoWriting.luma(expected.get(i)) - 16) * 255.0 / 219;
            assertThat(found.get(i).image().sample(32, 32, 1))
                    .as("frame %d", expected.get(i))
                    .isCloseTo((int) luma, within(3));
            assertThat(found.get(i).time().toMillis())
                    .isCloseTo(expected.get(i) * 1000L / 15, within(2L));
        }
    }

    @Test
    void framesTogetherHaveNoMorePixelsThanAnImageMay() throws IOException {
        Path video = video(64, 48, frames(40, 64, 48));
        var limits = new ImageLimits(1 << 20, 64, 64 * 48);
        try (var decoding = VideoDecoding.start(video, SAMPLING, limits)) {
            List<SampledFrame> found = decoding.frames();
            assertThat(found).hasSize(4);
            RgbImage first = found.getFirst().image();
            assertThat(first.width()).isEqualTo(32);
            assertThat(first.height()).isEqualTo(24);
        }
    }

    @Test
    void framesBeyondALimitAreRefused() throws IOException {
        Path video = video(64, 48, frames(2, 64, 48));
        refuses(video, new ImageLimits(1 << 20, 63, 1 << 20), ImageException.Kind.TOO_LARGE);
        refuses(video, new ImageLimits(1 << 20, 64, 1000), ImageException.Kind.TOO_LARGE);
    }

    @Test
    void whatIsNoVideoIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
        refuses(text, ImageLimits.DEFAULT, ImageException.Kind.UNSUPPORTED);
        // A playlist, which would name other files.
        Path inside = video(16, 16, frames(3, 16, 16));
        Path list = folder.resolve("list.m3u8");
        Files.writeString(list, "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + inside + "\n");
        refuses(list, ImageLimits.DEFAULT, ImageException.Kind.UNSUPPORTED);
        Path concat = folder.resolve("list.ffconcat");
        Files.writeString(concat, "ffconcat version 1.0\nfile '" + inside.getFileName() + "'\n");
        refuses(concat, ImageLimits.DEFAULT, ImageException.Kind.UNSUPPORTED);
        refuses(folder.resolve("missing.mp4"), ImageLimits.DEFAULT, ImageException.Kind.DAMAGED);
    }

    @Test
    void aVideoThatIsCutOffIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(video(64, 48, frames(100, 64, 48)));
        Path cut = Files.write(folder.resolve("cut.avi"), Arrays.copyOf(whole, whole.length / 2));
        refuses(cut, ImageLimits.DEFAULT, ImageException.Kind.DAMAGED);
    }

    /// Whatever it is, it is an answer or a fault here, and never the end of this process.
    @Test
    void damagedFilesEndInAFault() throws IOException {
        byte[] whole = Files.readAllBytes(video(16, 16, frames(4, 16, 16)));
        for (int at : new int[] {60, 180}) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, at, at + 4, (byte) 0xFF);
            Path file = Files.write(folder.resolve("damaged.avi"), bytes);
            try (var decoding = VideoDecoding.start(file, SAMPLING, ImageLimits.DEFAULT)) {
                assertThat(decoding.frames()).isNotEmpty();
            } catch (ImageException e) {
                assertThat(e).hasMessageContaining("video");
            }
        }
    }

    @Test
    void closingEndsTheReading() throws IOException {
        Path video = video(64, 48, frames(50, 64, 48));
        try (var decoding = VideoDecoding.start(video, SAMPLING, ImageLimits.DEFAULT)) {
            Runnable end = decoding::close;
            end.run();
            assertThatThrownBy(decoding::frames).isInstanceOf(ImageException.class);
        }
    }

    private static void refuses(Path file, ImageLimits limits, ImageException.Kind kind) {
        assertThatThrownBy(
                        () -> {
                            try (var decoding = VideoDecoding.start(file, SAMPLING, limits)) {
                                decoding.frames();
                            }
                        })
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static List<SampledFrame> read(Path file, FrameChoice sampling) {
        try (var decoding = VideoDecoding.start(file, sampling, ImageLimits.DEFAULT)) {
            return decoding.frames();
        }
    }

    /// Ten frames a second.
    private Path video(int width, int height, List<byte[]> frames) throws IOException {
        Path file = folder.resolve("video " + width + ".avi");
        return Files.write(file, AviFile.of(width, height, frames, 10));
    }

    private static List<byte[]> frames(int count, int width, int height) {
        var frames = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            frames.add(GeneratedImage.of(i, width, height).toByteArray());
        }
        return frames;
    }
}
