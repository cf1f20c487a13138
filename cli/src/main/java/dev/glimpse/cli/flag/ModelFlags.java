package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ImageCacheOptions;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.options.VisionOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which model answers.
public final class ModelFlags {
    private static final long MAX_MEBIBYTES = 1L << 30;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Decoder, a GGUF file. Without it the embedded model answers.")
    private @Nullable Path model;

    @Option(
            names = "--mmproj",
            paramLabel = "FILE",
            description =
                    "Vision encoder, a GGUF file. --model without it answers text questions only.")
    private @Nullable Path mmproj;

    @Mixin private final DecoderFlags decoder = new DecoderFlags();
    @Mixin private final PlacementFlags placement = new PlacementFlags();
    @Mixin private final EncoderFlags encoder = new EncoderFlags();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Answers computed at once; the context is theirs together. Default: 8.")
    private @Nullable Integer slots;

    @Option(
            names = "--cached-prefixes",
            paramLabel = "N",
            description =
                    "Prompts and answers kept for requests that begin alike; 0 makes sampled"
                            + " answers the same for the same seed, if asked one at a time."
                            + " Default: 16.")
    private @Nullable Integer cachedPrefixes;

    @Option(
            names = "--saved-prefix-memory",
            paramLabel = "MIB",
            description =
                    "Memory for such prompts and answers that had to make room in the KV cache; at"
                            + " most half of the heap. Default: 0, none.")
    private @Nullable Long savedPrefixMemory;

    @Option(
            names = "--saved-prefix-folder",
            paramLabel = "DIR",
            description =
                    "Keep them in DIR as well, for later processes; conversations are readable"
                            + " there. Default: nowhere.")
    private @Nullable Path savedPrefixFolder;

    @Option(
            names = "--saved-prefix-folder-size",
            paramLabel = "MIB",
            description = "How much of them DIR may hold. Default: 4096.")
    private @Nullable Long savedPrefixFolderSize;

    @Option(
            names = "--image-cache",
            paramLabel = "MIB",
            description =
                    "Memory for images that were encoded, so that none is encoded twice; 0 is none."
                            + " Default: 256.")
    private @Nullable Long imageCache;

    @Option(
            names = "--image-cache-dir",
            paramLabel = "DIR",
            description =
                    "Keep encoded images in DIR as well, for later processes. Default: nowhere.")
    private @Nullable Path imageCacheFolder;

    @Option(
            names = "--image-cache-dir-size",
            paramLabel = "MIB",
            description = "How much DIR may hold. Default: 4096.")
    private @Nullable Long imageCacheFolderSize;

    /// Whether the model takes no images.
    public boolean textOnly() {
        return model != null && mmproj == null;
    }

    /// The files and settings to open.
    public ModelOptions options(Installation installation) {
        try {
            return files(installation)
                    .withDecoder(_ -> decoder.options())
                    .withPlacement(_ -> placement.options())
                    .withVision(_ -> vision())
                    .withConcurrency(concurrency());
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    private Concurrency concurrency() {
        Concurrency concurrency = Concurrency.DEFAULT;
        if (slots != null) {
            concurrency = concurrency.withSlots(slots);
        }
        concurrency = concurrency.withSavedPrefixes(savedPrefixes());
        return cachedPrefixes == null
                ? concurrency
                : concurrency.withCachedPrefixes(cachedPrefixes);
    }

    private SavedPrefixOptions savedPrefixes() {
        SavedPrefixOptions saved = SavedPrefixOptions.NONE;
        if (savedPrefixMemory != null) {
            saved = saved.withMemoryBytes(bytes("--saved-prefix-memory", savedPrefixMemory));
        }
        if (savedPrefixFolder != null) {
            saved = saved.withFolder(savedPrefixFolder);
        }
        return savedPrefixFolderSize == null
                ? saved
                : saved.withFolderBytes(bytes("--saved-prefix-folder-size", savedPrefixFolderSize));
    }

    private VisionOptions vision() {
        return VisionOptions.DEFAULT.withImageCache(imageCache()).withFidelity(encoder.fidelity());
    }

    private ImageCacheOptions imageCache() {
        ImageCacheOptions cache = ImageCacheOptions.DEFAULT;
        if (imageCache != null) {
            cache = cache.withMemoryBytes(bytes("--image-cache", imageCache));
        }
        if (imageCacheFolder != null) {
            cache = cache.withFolder(imageCacheFolder);
        }
        return imageCacheFolderSize == null
                ? cache
                : cache.withFolderBytes(bytes("--image-cache-dir-size", imageCacheFolderSize));
    }

    static long bytes(String flag, long mebibytes) {
        if (mebibytes < 0 || mebibytes > MAX_MEBIBYTES) {
            throw CommandException.badInput(
                    flag + " is " + mebibytes + "; allowed: 0 (none) to " + MAX_MEBIBYTES + " MiB");
        }
        return mebibytes << 20;
    }

    private ModelOptions files(Installation installation) {
        if (model == null) {
            if (mmproj != null) {
                throw CommandException.badInput(
                        "--mmproj " + mmproj + " has no --model; give the decoder's file too");
            }
            return ModelOptions.of(installation.embeddedModel(), installation.embeddedMmproj());
        }
        return mmproj == null ? ModelOptions.textOnly(model) : ModelOptions.of(model, mmproj);
    }
}
