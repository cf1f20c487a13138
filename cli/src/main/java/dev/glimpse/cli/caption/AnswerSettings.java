package dev.glimpse.cli.caption;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.vision.ImageFidelity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a run's answers depend on, by names and values fit to show: a later run under the same ones
/// may go on with its rows.
public final class AnswerSettings {
    private static final int END_BYTES = 1 << 20;
    private static final int DIGEST_BYTES = 6;

    private AnswerSettings() {}

    /// What is asked how.
    ///
    /// @param prompts one or more, as templates
    /// @param request with the sampling and the lengths of answers
    /// @param format file of a schema or grammar
    /// @param thinking as the user said, if so
    public record Asking(
            List<PromptTemplate> prompts,
            GenerationRequest request,
            ImageOptions images,
            Optional<Path> format,
            Optional<Boolean> thinking) {
        public Asking {
            prompts = List.copyOf(prompts);
        }
    }

    /// The settings of a run.
    ///
    /// @throws CommandException if a file cannot be read
    public static Map<String, String> of(ModelOptions model, Asking asking) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model", identity(model.model()));
        model.mmproj().ifPresent(file -> settings.put("mmproj", identity(file)));
        var texts = new ArrayList<String>();
        asking.prompts().forEach(prompt -> texts.add("\"" + prompt.text() + "\""));
        settings.put("prompt", String.join(", ", texts));
        asking.format().ifPresent(file -> settings.put("format", identity(file)));
        settings.put("max_tokens", String.valueOf(asking.request().maxTokens()));
        settings.put("stop", String.valueOf(asking.request().stop()));
        settings.put("thinking", asking.thinking().map(String::valueOf).orElse("default"));
        settings.put("sampling", sampling(asking.request()));
        settings.put("images", String.valueOf(asking.images()));
        addUnusual(model.vision().fidelity(), settings);
        return settings;
    }

    /// Runs that were begun before there was a choice go on with the usual one.
    private static void addUnusual(ImageFidelity fidelity, Map<String, String> settings) {
        if (fidelity.precision() != ImageFidelity.DEFAULT.precision()) {
            settings.put("image_precision", fidelity.precision().name());
        }
        if (fidelity.rounding() != ImageFidelity.DEFAULT.rounding()) {
            settings.put("image_resize", fidelity.rounding().name());
        }
    }

    /// Without the seed, which is another one each time unless given.
    private static String sampling(GenerationRequest request) {
        var numbers = new TreeMap<>(request.sampling().numbers());
        numbers.remove(SamplingOption.SEED);
        var sampling = request.sampling();
        return numbers
                + ", biases "
                + sampling.logitBias()
                + (sampling.ignoreEos() ? ", ignoring the end" : "");
    }

    /// A file by its name, its size and the digest of its first and last MiB, which in a model file
    /// are all that describes it and some of its weights: whole ones have gigabytes.
    private static String identity(Path file) {
        try (var channel = FileChannel.open(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            long size = channel.size();
            update(sha256, channel, 0);
            update(sha256, channel, Math.max(0, size - END_BYTES));
            String digest = HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
            return file.getFileName() + " (" + size + " bytes, " + digest + ")";
        } catch (IOException e) {
            throw CommandException.badInput(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, FileChannel channel, long from)
            throws IOException {
        var bytes = ByteBuffer.allocate(END_BYTES);
        long at = from;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        digest.update(bytes.flip());
    }
}
