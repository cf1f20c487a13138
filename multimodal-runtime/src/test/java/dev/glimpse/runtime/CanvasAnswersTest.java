package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.DecodeStatus;
import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenTable;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.canvas.CanvasPart;
import dev.glimpse.runtime.canvas.CanvasPositions;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.load.ModelOpening;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// MiniCPM-V 4.7 from pictures to probabilities, with tiny random weights in files as a converter
/// leaves them.
@ExtendWith(NoLeaks.class)
class CanvasAnswersTest {
    private static final List<String> CHOICES = List.of("A", "B", "yes");

    /// Keys are kept in 16 bits, and rows are added up in other orders beside others. Without the
    /// canvas the same probabilities are off by more than a hundred times that.
    private static final double ROUNDING = 0.02;

    @TempDir private static Path folder;

    private static Path text;
    private static Path mmproj;

    @BeforeAll
    static void unpack() throws IOException {
        text = folder.resolve("MiniCPM-V-4_7-F32.gguf");
        mmproj = folder.resolve("mmproj-F16.gguf");
        try (var packed =
                CanvasAnswersTest.class.getResourceAsStream("/golden/canvas/text.gguf.gz")) {
            unpack(packed, text);
        }
        var root = Path.of(System.getProperty("glimpse.project.root"));
        var golden = root.resolve("vision-encoder/src/test/resources/golden/siglip/merger.gguf.gz");
        try (var packed = Files.newInputStream(golden)) {
            unpack(packed, mmproj);
        }
    }

    private static void unpack(InputStream packed, Path file) throws IOException {
        try (var in = new GZIPInputStream(packed)) {
            Files.copy(in, file);
        }
    }

    private static ModelOptions options(Path model) {
        return ModelOptions.of(model, mmproj).withContextTokens(2048).withThreads(1);
    }

    @Test
    void probabilitiesAreThoseOfTheCanvas() throws Exception {
        // Two rows of one slice, and one without slices.
        var sliced = question(picture(1, 427, 640));
        var plain = question(picture(2, 300, 200));
        List<Double> ofSliced = expected(sliced);
        List<Double> ofPlain = expected(plain);
        try (var model = VisionLanguageModel.open(options(text))) {
            requireClose(score(model, sliced), ofSliced);
            var found = together(model, List.of(sliced, plain, sliced, plain));
            for (int i = 0; i < found.size(); i++) {
                requireClose(found.get(i), i % 2 == 0 ? ofSliced : ofPlain);
            }
            var answer = model.generate(GenerationRequest.of(sliced).withMaxTokens(8));
            assertThat(answer.usage().imageTokens()).isEqualTo(70 + 63 + 63);
        }
    }

    /// The same file under the name of 4.6, whose rows stand one behind the other.
    @Test
    void olderModelsHaveNoCanvas() throws Exception {
        Path older = Files.copy(text, folder.resolve("MiniCPM-V-4_6-F32.gguf"));
        var sliced = question(picture(1, 427, 640));
        List<Double> ofCanvas = expected(sliced);
        try (var model = VisionLanguageModel.open(options(older))) {
            List<Double> found = score(model, sliced);
            double most = 0;
            for (int i = 0; i < found.size(); i++) {
                most = Math.max(most, Math.abs(found.get(i) - ofCanvas.get(i)));
            }
            assertThat(most).isGreaterThan(20 * ROUNDING);
        }
    }

    private static List<List<Double>> together(VisionLanguageModel model, List<Message> questions)
            throws Exception {
        var all = new ArrayList<List<Double>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<Double>>> calls = new ArrayList<>();
            questions.forEach(each -> calls.add(() -> score(model, each)));
            for (Future<List<Double>> each : callers.invokeAll(calls)) {
                all.add(each.get());
            }
        }
        return all;
    }

    private static List<Double> score(VisionLanguageModel model, Message question) {
        return model.score(List.of(question), CHOICES, new Cancellation()).stream()
                .map(ChoiceScore::logProbability)
                .toList();
    }

    private static void requireClose(List<Double> found, List<Double> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(ROUNDING));
        }
    }

    private static Message question(RgbImage picture) {
        return Message.user(
                Content.image(picture), Content.text("what is the dog doing in the picture ?"));
    }

    private static RgbImage picture(int seed, int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            pixels[i] = (byte) (128 + 100 * Math.sin(x * 0.02 * seed + i % 3) * Math.cos(y * 0.03));
        }
        return RgbImage.copyOf(width, height, pixels);
    }

    /// Log-probabilities of the choices, each a token, from one batch of the whole prompt.
    private static List<Double> expected(Message question) {
        try (var model = LlamaModel.openOnCanvas(GgufFile.read(text), ModelParams.CPU)) {
            Prompt prompt = prompt(question, model);
            var params = new ContextParams(2048, 2048, 2048, 1, 1, 1, false);
            try (var context = LlamaContext.open(model, params);
                    var batch = EmbeddingBatch.open(context);
                    var table = TokenTable.open(model, GgufFile.read(text))) {
                int last = fill(batch, table, prompt);
                assertThat(context.decode(batch)).isEqualTo(DecodeStatus.DONE);
                return CHOICES.stream()
                        .map(choice -> model.vocabulary().tokenize(choice, false, false))
                        .map(tokens -> {
                            assertThat(tokens).hasSize(1);
                            return context.logits(last).logProbability(tokens[0]);
                        })
                        .toList();
            }
        }
    }

    private static Prompt prompt(Message question, LlamaModel weights) {
        var picture = ((Content.Pixels) question.content().getFirst()).image();
        try (var model = ModelOpening.open(options(text));
                var encoder = VisionEncoder.open(mmproj, weights, new EncoderOptions(1, false))) {
            EncodedImage image =
                    encoder.encode(picture, EncodeOptions.DEFAULT, () -> false).orElseThrow();
            var parts = new ArrayList<EncodedPart>();
            parts.add(new EncodedPart.Markers(encoder.imageNumber(0)));
            parts.addAll(image.parts());
            var numbered = new EncodedImage(parts, image.preprocess(), image.encode());
            var rendered = model.render(List.of(question), Optional.empty());
            return model.assemble(model.tokenize(rendered), List.of(numbered));
        }
    }

    private static int fill(EmbeddingBatch batch, TokenTable table, Prompt prompt) {
        var positions = CanvasPositions.of(canvas(prompt), prompt.canvas().orElseThrow());
        float[] row = new float[batch.width()];
        for (PromptPart part : prompt.parts()) {
            switch (part) {
                case PromptPart.Tokens(List<Integer> ids) -> {
                    for (int id : ids) {
                        int at = batch.size();
                        batch.add(table, id, at, 0, at == positions.size() - 1);
                        place(batch, at, positions);
                    }
                }
                case PromptPart.Image(ImageEmbedding image) -> {
                    for (int i = 0; i < image.rows(); i++) {
                        int at = batch.size();
                        image.copyRow(i, row);
                        batch.add(row, 0, at, 0, false);
                        place(batch, at, positions);
                    }
                }
            }
        }
        return batch.size() - 1;
    }

    private static void place(EmbeddingBatch batch, int row, CanvasPositions positions) {
        batch.place(
                row,
                new int[] {row, positions.height(row), positions.width(row), positions.time(row)});
    }

    private static List<CanvasPart> canvas(Prompt prompt) {
        var parts = new ArrayList<CanvasPart>();
        for (PromptPart part : prompt.parts()) {
            parts.add(
                    switch (part) {
                        case PromptPart.Tokens(List<Integer> ids) -> new CanvasPart.Tokens(ids);
                        case PromptPart.Image(ImageEmbedding image) -> {
                            var grid = image.grid().orElseThrow();
                            yield new CanvasPart.Crop(grid.lines(), grid.columns());
                        }
                    });
        }
        return parts;
    }
}
