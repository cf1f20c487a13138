package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.load.ModelOpening;
import dev.glimpse.runtime.options.VisionOptions;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.video.FramePlaces;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the decoder reads of a video, from the request to the last row: the layout of each family,
/// and the 3D resampler's embedding.
@ExtendWith(NoLeaks.class)
class VideoPromptTest {
    private static final Path GOLDEN =
            EmbeddedModel.projectRoot().resolve("vision-encoder/src/test/resources/golden/siglip");

    /// Stands for a row of an embedding.
    private static final int ROW = -1;

    @TempDir private static Path folder;

    private static ModelOptions of45;

    @BeforeAll
    static void write45() throws IOException {
        Path stored = unpack(GOLDEN.resolve("resampler.gguf.gz"), "resampler.gguf");
        Path mmproj = folder.resolve("mmproj-4_5.gguf");
        var file = GgufFile.read(stored);
        var metadata = new LinkedHashMap<>(file.metadata());
        metadata.put("clip.minicpmv_version", new GgufValue.Int(GgufType.I32, 6));
        byte[] bytes = Files.readAllBytes(stored);
        try (var out = Files.newOutputStream(mmproj)) {
            out.write(GgufWriter.header(metadata, file.tensors()));
            int begin = Math.toIntExact(file.dataOffset());
            out.write(bytes, begin, bytes.length - begin);
        }
        of45 = ModelOptions.of(EmbeddedModel.text(), mmproj).withThreads(1);
    }

    private static Path unpack(Path packed, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(in, file);
        }
        return file;
    }

    /// OpenBMB's `chat()` joins what a message has by lines' ends, and frames are images there.
    @Test
    void framesOf26StandLikeImages() {
        var options = ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj());
        var video = Content.video(List.of(plain(1, 64, 48), plain(2, 64, 48)));
        Prompt prompt = prompt(options, Message.user(video, Content.text("What happens?")));
        assertThat(rows(prompt))
                .isEqualTo(
                        tokens(
                                "<用户><image>",
                                32,
                                "</image>\n<image>",
                                32,
                                "</image>\nWhat happens?<AI>"));
    }

    /// Three frames to one embedding, then the one that is left; a line's end between the two, as
    /// the official processor leaves it where it takes the other frames' tags away.
    @Test
    void framesOf45AreCompressedTogether() throws IOException {
        List<VideoFrame> frames = new ArrayList<>();
        for (int time : List.of(200, 600, 4300)) {
            frames.add(
                    new VideoFrame(
                            Content.image(generated(9 + frames.size(), 448, 448)),
                            Duration.ofMillis(time)));
        }
        frames.add(new VideoFrame(plain(3, 448, 448), Duration.ofSeconds(6)));
        var video = new Content.Video(frames, OptionalInt.of(3));
        Prompt prompt = prompt(of45, Message.user(video, Content.text("What happens?")));
        assertThat(rows(prompt))
                .isEqualTo(
                        tokens(
                                "<用户><image>",
                                64,
                                "</image>\n<image>",
                                64,
                                "</image>\nWhat happens?<AI>"));
        requireClose(embedding(prompt, 0), npy("whole_frames.npy"));
    }

    @Test
    void aFrameOf45AloneHasItsTimeToo() {
        var early = embedding(prompt(of45, asked(Content.video(List.of(plain(1, 64, 64))))), 0);
        var late =
                new Content.Video(
                        List.of(new VideoFrame(plain(1, 64, 64), Duration.ofSeconds(3))),
                        OptionalInt.empty());
        assertThat(floats(embedding(prompt(of45, asked(late)), 0))).isNotEqualTo(floats(early));
        Prompt image = prompt(of45, asked(plain(1, 64, 64)));
        assertThat(floats(embedding(image, 0))).isNotEqualTo(floats(early));
    }

    @Test
    void framesInSlicesAreImages() {
        var sliced = ImageOptions.FRAME.withMaxSlices(4);
        Content.Picture picture = Content.image(generated(1, 600, 600), sliced);
        Prompt frames = prompt(of45, asked(Content.video(List.of(picture, picture))));
        Prompt images = prompt(of45, Message.user(picture, picture, Content.text("What?")));
        assertThat(rows(frames)).isEqualTo(rows(images));
        assertThat(frames.imageTokens()).isGreaterThan(128);
    }

    /// The tokens of the official processors' `video_3_frames` and `image_then_video`.
    @Test
    void framesOf47StandTogether() throws IOException {
        Path text =
                unpack(
                        Path.of("src/test/resources/golden/canvas/text.gguf.gz"),
                        "MiniCPM-V-4_7-F32.gguf");
        Path mmproj = unpack(GOLDEN.resolve("merger.gguf.gz"), "mmproj-F16.gguf");
        var options = ModelOptions.of(text, mmproj).withContextTokens(2048).withThreads(1);
        var video =
                Content.video(List.of(plain(1, 224, 224), plain(2, 224, 224), plain(3, 224, 224)));
        var question = Content.text("\nwhat is the dog doing in the picture ?");
        List<Integer> before = List.of(500, 350, 198);
        List<Integer> after =
                List.of(198, 298, 269, 259, 400, 401, 264, 259, 418, 266, 501, 198, 500);
        var frames = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            addFrame(frames);
        }
        assertThat(rows(prompt(options, Message.user(video, question))))
                .startsWith(joined(before, frames, after).toArray(Integer[]::new))
                .hasSize(218);
        var image = new ArrayList<>(List.of(506, 15, 507));
        addFrame(image);
        assertThat(rows(prompt(options, Message.user(plain(4, 224, 224), video, question))))
                .startsWith(joined(before, image, frames, after).toArray(Integer[]::new))
                .hasSize(287);
        // The video takes no number from an image behind it.
        assertThat(rows(prompt(options, Message.user(video, plain(4, 224, 224), question))))
                .startsWith(joined(before, frames, image, after).toArray(Integer[]::new));
    }

    private static void addFrame(List<Integer> rows) {
        rows.add(502);
        for (int i = 0; i < 64; i++) {
            rows.add(ROW);
        }
        rows.add(503);
    }

    @SafeVarargs
    private static List<Integer> joined(List<Integer>... lists) {
        var all = new ArrayList<Integer>();
        for (List<Integer> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    @Test
    void framesOfAPackHaveOneSize() {
        var video = Content.video(List.of(plain(1, 64, 64), plain(2, 64, 32))).withFramesPerPack(2);
        assertThatThrownBy(() -> prompt(of45, asked(video)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("64x64 and 64x32");
        // Each for itself they are taken.
        Prompt prompt = prompt(of45, asked(video.withFramesPerPack(1)));
        assertThat(prompt.imageTokens()).isEqualTo(128);
    }

    private static Message asked(Content content) {
        return Message.user(content, Content.text("What?"));
    }

    private static Prompt prompt(ModelOptions options, Message question) {
        try (var model = ModelOpening.open(options)) {
            List<Message> messages =
                    new FramePlaces(model.vision().encoder()).place(List.of(question));
            var work =
                    new ImageWork(
                            new ImageDecoder(ImageLimits.DEFAULT),
                            new PixelBudget(1),
                            VisionOptions.DEFAULT);
            var conversation = new PromptInput.Conversation(messages, Optional.empty());
            return Preparation.of(model, new RequestImages(work, messages), conversation)
                    .prompt(new Cancellation())
                    .orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Tokens, and [#ROW] for rows of embeddings.
    private static List<Integer> rows(Prompt prompt) {
        var rows = new ArrayList<Integer>();
        for (PromptPart part : prompt.parts()) {
            switch (part) {
                case PromptPart.Tokens(List<Integer> ids) -> rows.addAll(ids);
                case PromptPart.Image(ImageEmbedding embedding) -> {
                    for (int i = 0; i < embedding.rows(); i++) {
                        rows.add(ROW);
                    }
                }
            }
        }
        return rows;
    }

    /// The tokens of texts in which control tokens are meant, and numbers of rows between them.
    private static List<Integer> tokens(Object... texts) {
        var tokens = new ArrayList<Integer>();
        try (var model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU)) {
            for (Object each : texts) {
                switch (each) {
                    case String text -> {
                        boolean first = tokens.isEmpty();
                        for (int id : model.vocabulary().tokenize(text, first, true)) {
                            tokens.add(id);
                        }
                    }
                    case Integer rows -> {
                        for (int i = 0; i < rows; i++) {
                            tokens.add(ROW);
                        }
                    }
                    default -> throw new IllegalArgumentException(each.toString());
                }
            }
        }
        return tokens;
    }

    private static ImageEmbedding embedding(Prompt prompt, int index) {
        return prompt.parts().stream()
                .filter(PromptPart.Image.class::isInstance)
                .map(part -> ((PromptPart.Image) part).embedding())
                .toList()
                .get(index);
    }

    private static float[] floats(ImageEmbedding embedding) {
        var values = new float[embedding.rows() * embedding.width()];
        embedding.copyTo(values, 0);
        return values;
    }

    /// Weights and rows have 8 bits, of which 0.011 comes. One frame a tenth of a second earlier is
    /// 0.05 off, without times it is 0.2.
    private static void requireClose(ImageEmbedding found, float[] expected) {
        float[] values = floats(found);
        assertThat(values).hasSameSizeAs(expected);
        double error = 0;
        double power = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(values[i] - expected[i], 2);
            power += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(error / power)).isLessThan(0.03);
    }

    private static float[] npy(String name) throws IOException {
        byte[] file = Files.readAllBytes(GOLDEN.resolve(name));
        var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + bytes.getShort(8);
        var values = new float[(file.length - header) / Float.BYTES];
        bytes.position(header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static Content.Picture plain(int seed, int width, int height) {
        var pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (seed * 50 + i % 3 * 40);
        }
        return Content.image(RgbImage.copyOf(width, height, pixels));
    }

    /// As `generated` in `src/test/golden/siglip/reference.py` of the vision encoder.
    private static RgbImage generated(int seed, int width, int height) {
        var pixels = new byte[3 * width * height];
        int i = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    pixels[i++] = (byte) value(seed, x, y, channel);
                }
            }
        }
        return RgbImage.copyOf(width, height, pixels);
    }

    private static int value(int seed, int x, int y, int channel) {
        int slope = (x * 3 + y * 2 + channel * 40 + seed) % 510;
        return switch ((x / 16 + y / 16 + seed) % 3) {
            case 0 -> noise(seed, x, y, channel);
            case 1 -> slope > 255 ? 510 - slope : slope;
            default -> (x + y + channel & 1) * 255;
        };
    }

    private static int noise(int seed, int x, int y, int channel) {
        int hash = x * 0x9E3779B1 + y * 0x85EBCA77 + channel * 0xC2B2AE3D + seed * 0x27D4EB2F;
        hash ^= hash >>> 15;
        hash *= 0x2C1B3C6D;
        hash ^= hash >>> 12;
        hash *= 0x297A2D39;
        hash ^= hash >>> 15;
        return hash & 255;
    }
}
