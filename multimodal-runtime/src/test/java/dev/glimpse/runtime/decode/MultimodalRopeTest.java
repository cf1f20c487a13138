package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.ImageEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A decoder whose images stand in two dimensions: the embedded one's weights, read as those of an
/// architecture with multimodal RoPE. What it says means nothing.
@ExtendWith(NoLeaks.class)
class MultimodalRopeTest {
    private static final int CONTEXT = 256;
    private static final int WIDTH = 256;

    /// Hardly ever the token that ends a turn, which would end the tests early.
    private static final SamplingOptions ANY_TOKEN =
            SamplingOptions.GREEDY.withTemperature(10).withSeed(1);

    /// Rows and columns of an image.
    private static final int SIDE = 10;

    private static LlamaModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open(@TempDir Path folder) throws IOException {
        Path file = TextModelFile.embeddedAs("qwen2vl").withSections(8, 4, 4, 0).write(folder);
        model = LlamaModel.open(file, ModelParams.CPU);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void severalImagesStandBetweenTexts() throws Exception {
        assertThat(model.positionsPerToken()).isEqualTo(4);
        var prompt = new Prompt(List.of(text(3), image(1), text(2), image(2), text(4)));
        assertThat(prompt.tokens()).isEqualTo(9 + 2 * SIDE * SIDE);
        assertThat(RowPlaces.of(prompt).ofAnswer(0)).isEqualTo(Place.inLine(9 + 2 * SIDE));
        var done = (DecodeEvent.Done) answer(prompt, 5);
        assertThat(done.tokens()).isBetween(1, 5);
    }

    /// Positions are few where rows stand side by side; the cache is full all the same.
    @Test
    void answerEndsWhereTheCacheIsFull() throws Exception {
        var prompt = new Prompt(List.of(image(1), image(2), text(CONTEXT - 2 * SIDE * SIDE - 2)));
        assertThat(prompt.tokens()).isEqualTo(CONTEXT - 2);
        var end = answer(prompt, 100);
        assertThat(end).isInstanceOf(DecodeEvent.Done.class);
        var done = (DecodeEvent.Done) end;
        assertThat(done.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(done.tokens()).isEqualTo(3);
    }

    private static PromptPart text(int tokens) {
        return new PromptPart.Tokens(IntStream.range(300, 300 + tokens).boxed().toList());
    }

    private static PromptPart image(int seed) {
        int rows = SIDE * SIDE;
        var random = new Random(seed);
        var values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        var places =
                new DecoderPositions(
                        new int[rows],
                        IntStream.range(0, rows).map(row -> row / SIDE).toArray(),
                        IntStream.range(0, rows).map(row -> row % SIDE).toArray(),
                        SIDE);
        return new PromptPart.Image(
                new ImageEmbedding(rows, WIDTH, values, Optional.of(places), true));
    }

    @SuppressWarnings("MustBeClosed") // the decode thread takes the context over
    private static DecodeEvent answer(Prompt prompt, int maxTokens) throws InterruptedException {
        var context = LlamaContext.open(model, new ContextParams(CONTEXT, 64, 64, 1, 1, 1, false));
        try (var thread =
                DecodeThread.start(
                        model,
                        context,
                        ComputeTurn.sharedCores(),
                        Concurrency.ONE,
                        Optional.empty())) {
            var job = new DecodeJob(prompt, ANY_TOKEN, maxTokens, List.of(), () -> false);
            thread.submit(job);
            while (true) {
                DecodeEvent event = job.take();
                if (event instanceof DecodeEvent.Done || event instanceof DecodeEvent.Failed) {
                    return event;
                }
            }
        }
    }
}
