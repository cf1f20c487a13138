package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.cli.process.GlimpseProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `glimpse ask --video` within this process.
class AskVideoTest {
    private static final String QUESTION = "What color is the image?";

    @TempDir static Path folder;

    private static Path frames;

    @BeforeAll
    static void files() throws IOException {
        frames = Files.createDirectory(folder.resolve("frames"));
        for (int i = 0; i < 30; i++) {
            byte[] image = TestImage.plain(i % 10 == 5 ? 0xFF0000 : 0x0000FF);
            Files.write(frames.resolve(String.format(Locale.ROOT, "%05d.png", i)), image);
        }
        Files.writeString(frames.resolve(".hidden"), "no image");
        Files.createDirectory(folder.resolve("nothing"));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.write(broken.resolve("1.png"), TestImage.plain(0));
        Files.writeString(broken.resolve("2.png"), "no image");
    }

    @Test
    void aFolderOfFramesIsAVideo() {
        // Of 30 frames 3 from the middle of each third: the red ones.
        Outcome outcome =
                ask("--video", frames.toString(), QUESTION, "--video-frames", "3", "--json");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        var fields = JsonPaths.of(outcome.out());
        assertThat(fields).containsEntry("usage.image_tokens", "96");
        assertThat(fields.get("answer")).containsIgnoringCase("red");
    }

    /// 30 seconds of 2 frames each, red from the 10th on.
    @Test
    void aFileIsAVideo() throws IOException {
        List<byte[]> pixels = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pixels.add(plain(i < 20 ? 2 : 0));
        }
        Path file = folder.resolve("film.avi");
        Files.write(file, AviFile.of(64, 64, pixels, 2));
        Outcome outcome =
                ask("--video", file.toString(), QUESTION, "--video-frames", "6", "--json");
        assertThat(outcome.err()).isEmpty();
        assertThat(JsonPaths.of(outcome.out())).containsEntry("usage.image_tokens", "192");
        Outcome twoOfASecond =
                ask("--video", file.toString(), QUESTION, "--video-fps", "0.5", "--json");
        assertThat(JsonPaths.of(twoOfASecond.out())).containsEntry("usage.image_tokens", "480");
    }

    /// A picture whose pixels are of one channel.
    private static byte[] plain(int channel) {
        var pixels = new byte[64 * 64 * 3];
        for (int i = channel; i < pixels.length; i += 3) {
            pixels[i] = (byte) 0xFF;
        }
        return pixels;
    }

    @Test
    void imagesMayStandBehindIt() throws IOException {
        Path image = Files.write(folder.resolve("blue.png"), TestImage.plain(0x0000FF));
        Outcome outcome =
                ask(
                        "--video",
                        frames.toString(),
                        image.toString(),
                        QUESTION,
                        "--video-frames=2",
                        "--json");
        assertThat(JsonPaths.of(outcome.out())).containsEntry("usage.image_tokens", "96");
    }

    @Test
    void conversationsHaveVideosToo() {
        Outcome typed =
                GlimpseInside.in(folder)
                        .input("/video " + frames + "\n" + QUESTION + "\n")
                        .run("chat", "--video-frames", "3");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).containsIgnoringCase("red");
        Outcome given =
                GlimpseInside.in(folder)
                        .input(QUESTION + "\n")
                        .run("chat", "--video", frames.toString(), "--video-frames", "3");
        assertThat(given.out()).isEqualTo(typed.out());
        Outcome missing = GlimpseInside.in(folder).input("/video none.mp4\n").run("chat");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("none.mp4 does not exist");
    }

    @Test
    void faultsAreNamed() throws IOException {
        refuses("does not exist", "--video", folder.resolve("missing").toString(), QUESTION);
        refuses("without files", "--video", folder.resolve("nothing").toString(), QUESTION);
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
        refuses("text.mp4: file is no video", "--video", text.toString(), QUESTION);
        refuses("2.png", "--video", folder.resolve("broken").toString(), QUESTION);
        refuses("1 to 1024", "--video", frames.toString(), QUESTION, "--video-frames", "0");
        refuses("more than 0", "--video", frames.toString(), QUESTION, "--video-fps", "0");
        refuses("1 to 6", "--video", frames.toString(), QUESTION, "--frames-per-pack", "7");
        refuses("no question", "--video", frames.toString());
    }

    private static void refuses(String message, String... words) {
        Outcome outcome = ask(words);
        assertThat(outcome.err()).startsWith("glimpse: ").contains(message);
        assertThat(outcome.code()).isEqualTo(2);
    }

    private static Outcome ask(String... words) {
        var all = new String[words.length + 1];
        all[0] = "ask";
        System.arraycopy(words, 0, all, 1, words.length);
        return GlimpseInside.in(folder).run(all);
    }
}
