package dev.glimpse.cli.bench;

import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures a model on this machine: images, prompts, answers. Every image and prompt is another
/// one, so that nothing is found in a cache. One round before the others is not counted.
public final class MachineBench {
    /// Width and height of the images: one slice of most models.
    public static final int IMAGE_SIDE = 448;

    /// Words of a prompt that is measured.
    public static final int PROMPT_WORDS = 256;

    /// Tokens of an answer that is measured.
    public static final int ANSWER_TOKENS = 64;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SEED = 20_260_701;

    private final OpenModel model;
    private final int rounds;
    private final int atOnce;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /// @param rounds that count, 1 or more
    /// @param atOnce answers asked for at once in the last measurement
    public MachineBench(OpenModel model, int rounds, int atOnce) {
        this.model = model;
        this.rounds = rounds;
        this.atOnce = atOnce;
    }

    /// Measures all there is; images only where the model takes some.
    public List<Figure> run() {
        var figures = new ArrayList<Figure>();
        if (model.info().vision()) {
            figures.add(figure("image", "ms", _ -> image()));
        }
        figures.add(figure("prompt", "tokens/s", _ -> prompt()));
        figures.add(figure("answer", "tokens/s", _ -> answer()));
        figures.add(figure(atOnce + " answers at once", "tokens/s", _ -> answers()));
        return figures;
    }

    private Figure figure(String name, String unit, IntToDoubleFunction measure) {
        double[] values = IntStream.range(0, rounds + 1).mapToDouble(measure).toArray();
        return Figure.of(name, unit, Arrays.copyOfRange(values, 1, rounds + 1));
    }

    /// Milliseconds from pixels to embeddings.
    private double image() {
        byte[] noise = new byte[3 * IMAGE_SIDE * IMAGE_SIDE];
        random.nextBytes(noise);
        RgbImage image = RgbImage.takeOver(IMAGE_SIDE, IMAGE_SIDE, noise);
        GenerationResult result =
                ask(Message.user(Content.image(image), Content.text("What is this?")), 1);
        Duration taken = result.timings().preprocess().plus(result.timings().encode());
        return taken.toNanos() / NANOS_PER_MILLI;
    }

    private double prompt() {
        GenerationResult result = ask(Message.user(Content.text(words(PROMPT_WORDS))), 1);
        return result.usage().promptTokens()
                * NANOS_PER_SECOND
                / result.timings().prefill().toNanos();
    }

    private double answer() {
        GenerationResult result = ask(Message.user(Content.text(words(8))), ANSWER_TOKENS);
        return result.usage().completionTokens()
                * NANOS_PER_SECOND
                / result.timings().generate().toNanos();
    }

    private double answers() {
        List<Callable<GenerationResult>> asked = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            Message message = Message.user(Content.text(words(8)));
            asked.add(() -> ask(message, ANSWER_TOKENS));
        }
        long start = System.nanoTime();
        long tokens = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<GenerationResult> done : threads.invokeAll(asked)) {
                tokens += done.get().usage().completionTokens();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw stopped();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        }
        return tokens * NANOS_PER_SECOND / (System.nanoTime() - start);
    }

    private GenerationResult ask(Message message, int tokens) {
        SamplingOptions toTheEnd = SamplingOptions.GREEDY.withIgnoreEos(true);
        var request = new GenerationRequest(List.of(message), toTheEnd, tokens, List.of());
        GenerationResult result = model.generate(request, _ -> {});
        if (result.finishReason() == FinishReason.CANCELLED) {
            throw stopped();
        }
        return result;
    }

    private static CommandException stopped() {
        return CommandException.failure("stopped before all was measured");
    }

    private String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        _ -> Integer.toString(random.nextInt(1 << 20), 36).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
