package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.vision.EmbeddingGrid;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Patches to embeddings. Slices of one grid go through one graph together, whoever's they are, as
/// many as the scratch memory takes; what else is in a graph changes a result by rounding alone.
///
/// Owns weights and scratch. Confined to one thread at a time.
public final class SiglipEncoder implements SliceGraphs, AutoCloseable {
    private static final Logger LOGGER = System.getLogger(SiglipEncoder.class.getName());

    private final LoadedModel model;
    private final GraphRunner runner;
    private final EncoderPlan plan;
    private final String fingerprint;

    /// Bytes of scratch that one slice takes.
    private final RecentGrids<Long> oneSlice;

    private SiglipEncoder(LoadedModel model, GraphRunner runner, EncoderPlan plan) {
        this.model = model;
        fingerprint = model.fingerprint();
        this.runner = runner;
        this.plan = plan;
        oneSlice = new RecentGrids<>(grid -> runner.measure(BatchShape.slices(grid, 1)));
    }

    /// What opening would take of the device's memory; takes none of it.
    ///
    /// @throws EncoderException if the file is damaged or not drawn here
    public static EncoderPlan plan(Path mmproj, SiglipOptions options) {
        try (var model = LoadedModel.describe(GgufFile.read(mmproj), options);
                var runner = new GraphRunner(model)) {
            return model.beforeLoading(() -> plan(model, runner, options));
        } catch (NativeException e) {
            throw new EncoderException(e.getMessage(), e);
        }
    }

    private static EncoderPlan plan(LoadedModel model, GraphRunner runner, SiglipOptions options) {
        PatchGrid usual = usualGrid(model.config());
        int batch = 1;
        long bytes = runner.measure(BatchShape.slices(usual, 1));
        int most = model.config().slicing().maxSlices() + 1;
        while (batch < most) {
            long more = runner.measure(BatchShape.slices(usual, batch + 1));
            if (more > options.scratchBytes(model.device())) {
                break;
            }
            bytes = more;
            batch++;
        }
        return new EncoderPlan(
                model.weightBytes(),
                bytes,
                batch,
                Math.max(bytes, options.scratchBytes(model.device())));
    }

    /// A slice of the base area, which all have about.
    private static PatchGrid usualGrid(SiglipConfig config) {
        return new PatchGrid(config.usualSide(), config.usualSide());
    }

    /// Loads an mmproj file and reserves its scratch memory.
    ///
    /// @throws EncoderException if the file is missing, damaged, or not drawn here
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned encoder owns what is opened
    public static SiglipEncoder open(Path mmproj, SiglipOptions options) {
        try {
            var model = LoadedModel.describe(GgufFile.read(mmproj), options);
            try {
                return load(model, options);
            } catch (RuntimeException | Error e) {
                model.close();
                throw e;
            }
        } catch (NativeException e) {
            throw new EncoderException(e.getMessage(), e);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned encoder owns what is opened
    private static SiglipEncoder load(LoadedModel model, SiglipOptions options) {
        var runner = new GraphRunner(model);
        try {
            EncoderPlan plan = model.beforeLoading(() -> plan(model, runner, options));
            LOGGER.log(Level.INFO, "vision encoder on {0}: {1}", model.device(), plan);
            model.load();
            runner.reserve(BatchShape.slices(usualGrid(model.config()), plan.largestBatch()));
            return new SiglipEncoder(model, runner, plan);
        } catch (RuntimeException | Error e) {
            runner.close();
            throw e;
        }
    }

    /// What this took of the device's memory when it was opened.
    public EncoderPlan plan() {
        return plan;
    }

    /// Names what this computes: the file, and how exactly.
    String fingerprint() {
        return fingerprint;
    }

    /// What to divide rows by for a decoder of this scale.
    double divisor(double embeddingScale) {
        return DecoderScale.divisor(model.file(), model.config(), embeddingScale);
    }

    SiglipConfig config() {
        return model.config();
    }

    GraphRunner runner() {
        return runner;
    }

    /// Encodes slices of any sizes, equal ones together.
    ///
    /// @return an embedding a slice, in the same order
    /// @throws EncoderException if the native library fails; the encoder stays usable
    @Override
    public List<ImageEmbedding> encode(List<Patches> slices) {
        return encode(slices, () -> false).orElseThrow();
    }

    /// The same, unless it is cancelled on the way.
    ///
    /// @param cancelled read before each graph
    /// @return nothing if cancelled
    public Optional<List<ImageEmbedding>> encode(List<Patches> slices, BooleanSupplier cancelled) {
        slices.forEach(this::check);
        var byGrid = new LinkedHashMap<PatchGrid, List<Integer>>();
        for (int i = 0; i < slices.size(); i++) {
            byGrid.computeIfAbsent(slices.get(i).grid(), _ -> new ArrayList<>()).add(i);
        }
        var embeddings = new ImageEmbedding[slices.size()];
        for (Map.Entry<PatchGrid, List<Integer>> entry : byGrid.entrySet()) {
            int most = largestBatch(entry.getKey(), entry.getValue().size());
            for (int from = 0; from < entry.getValue().size(); from += most) {
                if (cancelled.getAsBoolean()) {
                    return Optional.empty();
                }
                int end = Math.min(from + most, entry.getValue().size());
                encode(slices, entry.getValue().subList(from, end), embeddings);
            }
        }
        return Optional.of(List.of(embeddings));
    }

    private void encode(List<Patches> slices, List<Integer> indices, ImageEmbedding[] results) {
        List<Patches> batch = indices.stream().map(slices::get).toList();
        float[] values =
                run(BatchShape.slices(batch.getFirst().grid(), batch.size()), batch, List.of());
        int length = values.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
            float[] slice = Arrays.copyOfRange(values, i * length, (i + 1) * length);
            results[indices.get(i)] = embedding(slice, grid(batch.get(i).grid()));
        }
    }

    /// Compresses frames of a video into one embedding: 4.5's resampler over all their patches,
    /// with the time in the keys.
    ///
    /// @param frames of one size
    /// @param times the place of each frame in time, 0 or more, in the official code's units
    /// @throws EncoderException if the model does not do that, or the native library fails
    public ImageEmbedding encodeFrames(List<Patches> frames, List<Integer> times) {
        frames.forEach(this::check);
        boolean packs =
                model.config().projector() instanceof Projector.Resampling resampling
                        && resampling.version().packsFrames();
        if (!packs) {
            throw new EncoderException(
                    "this model does not compress frames together; encode them one by one");
        }
        boolean same = frames.stream().map(Patches::grid).distinct().count() == 1;
        if (!same || times.size() != frames.size() || times.stream().anyMatch(time -> time < 0)) {
            throw new IllegalArgumentException(
                    frames + " at " + times + "; frames must be of one size, each with a time");
        }
        var shape = new BatchShape(frames.getFirst().grid(), frames.size(), 1);
        return embedding(run(shape, frames, times), Optional.empty());
    }

    private float[] run(BatchShape shape, List<Patches> slices, List<Integer> times) {
        try {
            return runner.run(shape, slices, times);
        } catch (NativeException e) {
            throw new EncoderException(
                    shape.slices() + " slices could not be encoded: " + e.getMessage(), e);
        }
    }

    private void check(Patches slice) {
        if (slice.patchSide() != model.config().patchSide()) {
            throw new IllegalArgumentException(
                    slice + "; this model's patches have " + model.config().patchSide());
        }
        PatchOrder.require(slice.grid(), model.config().halvings());
    }

    /// As many as the scratch memory takes; a graph's scratch grows with its slices.
    @Override
    public int largestBatch(PatchGrid grid, int wanted) {
        if (wanted == 1) {
            return 1;
        }
        return Math.clamp(plan.scratchLimit() / oneSlice.of(grid), 1, wanted);
    }

    /// A resampler's rows stand for no part of the slice.
    private Optional<EmbeddingGrid> grid(PatchGrid patches) {
        int halvings = model.config().halvings();
        return model.config().projector() instanceof Projector.Merging
                ? Optional.of(
                        new EmbeddingGrid(patches.rows() >> halvings, patches.cols() >> halvings))
                : Optional.empty();
    }

    private ImageEmbedding embedding(float[] values, Optional<EmbeddingGrid> grid) {
        int width = model.config().projector().width();
        int rows = values.length / width;
        var embedding = new ImageEmbedding(rows, width, values, Optional.empty(), true);
        return grid.map(embedding::withGrid).orElse(embedding);
    }

    @Override
    public void close() {
        runner.close();
        model.close();
    }
}
