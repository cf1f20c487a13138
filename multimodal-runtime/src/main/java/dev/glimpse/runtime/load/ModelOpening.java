package dev.glimpse.runtime.load;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.LoraAdapter;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ModelInfo;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.chat.ChatTemplate;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.DecodeThread;
import dev.glimpse.runtime.decode.PrefixFolder;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.memory.MemoryPlan;
import dev.glimpse.runtime.memory.MemoryPlanner;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.Pause;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.VisionException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Opens the files of a model, step by step: they are checked, their memory is planned, and what is
/// open already is closed again where a later step fails. Used once, by one thread.
public final class ModelOpening {
    private static final Logger LOGGER = System.getLogger(ModelOpening.class.getName());

    private static final int BATCH_TOKENS = 512;

    private final ModelOptions options;
    private final GgufFile file;
    private final MemoryPlan memory;
    private final Opened opened = new Opened();

    private ModelOpening(ModelOptions options) {
        this.options = options;
        file = TextModelCheck.check(options.model());
        KvCacheCheck.check(file, options.decoder().kvCache());
        options.decoder().adapters().forEach(adapter -> AdapterCheck.check(adapter.file(), file));
        memory = MemoryPlanner.plan(file, options, BATCH_TOKENS);
    }

    /// What opening a model would take.
    ///
    /// @throws ModelLoadException if it would not fit, or a file is not what it should be
    public static MemoryPlan plan(ModelOptions options) {
        return new ModelOpening(options).memory;
    }

    /// Checks and loads the files of a model.
    ///
    /// @throws ModelLoadException if that fails; nothing stays open
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller owns what is returned
    public static OpenModel open(ModelOptions options) {
        return new ModelOpening(options).open();
    }

    @SuppressWarnings("MustBeClosed") // the returned object owns all of it
    private OpenModel open() {
        LOGGER.log(Level.INFO, "{0}: {1}", options.model().getFileName(), memory.text());
        try {
            var params = Placement.params(options.placement());
            var weights =
                    isOnCanvas()
                            ? LlamaModel.openOnCanvas(file, params)
                            : LlamaModel.open(options.model(), params);
            opened.add(weights::close);
            requireGenerative(weights);
            var cpu =
                    CpuShare.of(
                            weights.parameters(),
                            options.placement(),
                            Runtime.getRuntime().availableProcessors());
            ComputeTurn turn = cpu.turn();
            ChatTemplate template = ModelTemplate.of(options.model(), weights);
            Optional<ImageEncoder> vision =
                    options.mmproj().map(mmproj -> vision(mmproj, weights, cpu, turn));
            vision.ifPresent(thread -> opened.add(thread::close));
            Map<LoraAdapter, Float> adapters = adapters(weights);
            DecodeThread decoding = decoding(weights, adapters, cpu.decoding(), turn);
            opened.add(decoding::close);
            return new OpenModel(
                    info(weights),
                    new Weights(weights, adapters.keySet(), memory.use()),
                    decoding,
                    vision,
                    template);
        } catch (NativeException e) {
            opened.closeAfter(e);
            throw new ModelLoadException(e.getMessage(), e);
        } catch (VisionException e) {
            opened.closeAfter(e);
            throw new ModelLoadException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    private boolean isOnCanvas() {
        return CanvasModel.isOne(file, options.mmproj());
    }

    private void requireGenerative(LlamaModel weights) {
        if (!weights.isGenerative()) {
            throw new ModelLoadException(
                    options.model()
                            + " is a "
                            + weights.description()
                            + " model, which does not generate text");
        }
    }

    @SuppressWarnings("MustBeClosed") // closed with the model
    private Map<LoraAdapter, Float> adapters(LlamaModel weights) {
        var adapters = new LinkedHashMap<LoraAdapter, Float>();
        for (Adapter each : options.decoder().adapters()) {
            var adapter = LoraAdapter.open(weights, each.file());
            opened.add(adapter::close);
            adapters.put(adapter, each.scale());
        }
        return adapters;
    }

    @SuppressWarnings("MustBeClosed") // the returned thread owns the encoder
    private ImageEncoder vision(Path mmproj, LlamaModel weights, CpuShare cpu, ComputeTurn turn) {
        var encoderOptions =
                new EncoderOptions(cpu.encoding(), options.placement().usesGpu())
                        .withFidelity(options.vision().fidelity())
                        .withPause(cpu.beside() ? Pause.NONE : turn::pass);
        return ImageEncoder.start(
                VisionEncoder.open(mmproj, weights, encoderOptions),
                turn,
                options.vision().imageCache());
    }

    @SuppressWarnings("MustBeClosed") // the returned thread owns the context
    private DecodeThread decoding(
            LlamaModel weights, Map<LoraAdapter, Float> adapters, int threads, ComputeTurn turn) {
        // A sequence takes memory of its own where rows fall out of a window; nothing is shared.
        Concurrency concurrency =
                weights.remembersRows() || weights.copiesWhole()
                        ? memory.concurrency()
                        : memory.concurrency().withCachedPrefixes(0);
        Optional<PrefixFolder> folder = folder(concurrency);
        folder.ifPresent(files -> opened.add(files::close));
        var context =
                LlamaContext.open(
                        weights,
                        new ContextParams(
                                memory.contextTokens(),
                                BATCH_TOKENS,
                                BATCH_TOKENS,
                                concurrency.sequences(),
                                threads,
                                threads,
                                options.placement().usesGpu()),
                        options.decoder().kvCache());
        try {
            context.adapt(adapters);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
        return DecodeThread.start(weights, context, turn, concurrency, folder);
    }

    /// Where saved prefixes are kept, if that was asked for and they can be shared.
    @SuppressWarnings("MustBeClosed") // the decode thread closes it
    private Optional<PrefixFolder> folder(Concurrency concurrency) {
        SavedPrefixOptions saved = concurrency.savedPrefixes();
        if (saved.folder().isEmpty()) {
            return Optional.empty();
        }
        if (concurrency.cachedPrefixes() == 0) {
            LOGGER.log(
                    Level.WARNING,
                    "nothing is kept in {0}: no prefixes are cached, or this model shares none",
                    saved.folder().get());
            return Optional.empty();
        }
        String identity =
                StateIdentity.of(file, options.decoder(), isOnCanvas(), memory.contextTokens());
        try {
            return Optional.of(PrefixFolder.open(saved, identity));
        } catch (IOException e) {
            throw new ModelLoadException(
                    "saved prefixes cannot be kept in "
                            + saved.folder().get()
                            + ": "
                            + e
                            + "; name a folder that can be written",
                    e);
        }
    }

    private ModelInfo info(LlamaModel weights) {
        String id = options.model().getFileName().toString().replaceFirst("\\.gguf$", "");
        return new ModelInfo(
                id,
                weights.metadata("general.name").orElse(id),
                weights.metadata("general.architecture").orElse("unknown"),
                weights.description(),
                weights.parameters(),
                memory.contextTokens(),
                options.mmproj().isPresent());
    }
}
