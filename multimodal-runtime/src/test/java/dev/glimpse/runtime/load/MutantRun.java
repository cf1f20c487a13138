package dev.glimpse.runtime.load;

import dev.glimpse.bindings.handle.OpenHandles;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.sampling.SamplingOptions;
import dev.glimpse.vision.fault.VisionException;
import dev.glimpse.vision.image.RgbImage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The child process of [DamagedModelTest]: opens damaged models one after the other and asks each
/// that opens a question. Says what it is about to do before it does, so that the last line names
/// what ended the process.
///
/// Arguments: a folder for the damaged files, the first seed, how many, the sound text model and
/// mmproj file.
final class MutantRun {
    private static final int PATIENCE_SECONDS = 60;

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Path file;
    private final Path soundText;
    private final Path soundMmproj;
    private final ModelMutants text;
    private final ModelMutants mmproj;

    private MutantRun(Path folder, Path text, Path mmproj) throws IOException {
        file = folder.resolve("damaged.gguf");
        soundText = text;
        soundMmproj = mmproj;
        this.text = new ModelMutants(text);
        this.mmproj = new ModelMutants(mmproj);
    }

    static void main(String... arguments) throws Exception {
        var run =
                new MutantRun(Path.of(arguments[0]), Path.of(arguments[3]), Path.of(arguments[4]));
        long first = Long.parseLong(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        for (long seed = first; seed < first + count; seed++) {
            run.one(seed);
        }
    }

    private void one(long seed) throws Exception {
        boolean damagesText = Math.floorMod(seed, 2L) == 0;
        var mutant = (damagesText ? text : mmproj).mutate(seed);
        out.println(
                "BEGIN "
                        + seed
                        + " "
                        + (damagesText ? "text" : "mmproj")
                        + ": "
                        + mutant.description());
        mutant.write(file);
        var ended = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> watch(ended));
        String outcome;
        try {
            outcome = outcome(options(damagesText, seed), seed);
        } finally {
            ended.countDown();
        }
        out.println("END " + seed + " " + outcome);
        if (!OpenHandles.list().isEmpty()) {
            throw new AssertionError("left open: " + OpenHandles.list());
        }
    }

    private void watch(CountDownLatch ended) {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                out.println("HANGS for " + PATIENCE_SECONDS + " s");
                Runtime.getRuntime().halt(99);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ModelOptions options(boolean damagesText, long seed) {
        if (!damagesText) {
            return ModelOptions.of(soundText, file).withThreads(1);
        }
        return seed % 8 == 0
                ? ModelOptions.of(file, soundMmproj).withThreads(1)
                : ModelOptions.textOnly(file).withThreads(1);
    }

    private static String outcome(ModelOptions options, long seed) {
        try (var model = VisionLanguageModel.open(options)) {
            var question = Content.text("What colour? Ünï 图 🙂 <0x0A>\n");
            var message =
                    options.mmproj().isPresent()
                            ? Message.user(image(seed), question)
                            : Message.user(question);
            var request = GenerationRequest.of(message).withMaxTokens(3);
            if (seed % 3 == 0) {
                request =
                        request.withSampling(
                                SamplingOptions.GREEDY
                                        .withTemperature(1)
                                        .withTopK(40)
                                        .withTopP(.9f));
            }
            int length = model.generate(request).text().length();
            return "answered " + length + " characters";
        } catch (ModelException | VisionException e) {
            return "refused " + e;
        }
    }

    private static Content image(long seed) {
        int width = seed % 5 == 0 ? 500 : 40;
        return Content.image(RgbImage.copyOf(width, 30, new byte[width * 30 * 3]));
    }
}
