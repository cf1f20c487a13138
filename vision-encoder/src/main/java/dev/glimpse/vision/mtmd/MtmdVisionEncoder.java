package dev.glimpse.vision.mtmd;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.mtmd.MtmdChunk;
import dev.glimpse.bindings.mtmd.MtmdChunks;
import dev.glimpse.bindings.mtmd.MtmdContext;
import dev.glimpse.bindings.mtmd.MtmdParams;
import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.FileFingerprint;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.ImageView;
import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.resize.Resizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A [VisionEncoder] on libmtmd: its preprocessing, its layout of markers and slices, its graphs.
public final class MtmdVisionEncoder implements VisionEncoder {
    /// What libmtmd computes in, roughly: it tells only when it has taken it.
    private static final long SCRATCH_BYTES = 64L << 20;

    private static final long GPU_SCRATCH_BYTES = 1L << 30;

    private final MtmdContext context;

    /// The side of the one square that every image becomes; nothing where libmtmd slices.
    private final OptionalInt onlySide;

    private final Resizer resizer;

    private final String fingerprint;

    private MtmdVisionEncoder(
            MtmdContext context, OptionalInt onlySide, ResizeRounding rounding, GgufFile file) {
        this.context = context;
        this.onlySide = onlySide;
        resizer = Resizer.onCallingThread(rounding);
        boolean usual = onlySide.isEmpty() || rounding == ResizeRounding.PILLOW;
        fingerprint = "libmtmd " + FileFingerprint.of(file) + (usual ? "" : " " + rounding);
    }

    /// Bytes that opening a file takes of the device's memory.
    public static long plannedBytes(GgufFile file, EncoderOptions options) {
        return file.tensors().stream().mapToLong(TensorInfo::bytes).sum()
                + (options.gpu() ? GPU_SCRATCH_BYTES : SCRATCH_BYTES);
    }

    /// Loads an mmproj file.
    ///
    /// @throws EncoderException if the file is missing, damaged, no mmproj, or not of this model
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned encoder owns the context
    public static MtmdVisionEncoder open(
            Path mmproj, LlamaModel textModel, EncoderOptions options) {
        try {
            GgufFile file = MmprojCheck.check(mmproj, textModel.inputEmbeddingSize());
            if (MinicpmvCheck.isFirst(file)) {
                throw new EncoderException(
                        mmproj + " is of MiniCPM-V 2.0, which libmtmd cannot draw");
            }
            OptionalInt onlySide = onlySide(file);
            // Fused attention has no fast path on CPUs for SigLIP's head size; GPUs want it.
            var params = new MtmdParams(options.threads(), options.gpu(), options.gpu());
            var context = MtmdContext.open(mmproj, textModel, params);
            if (!context.supportsVision()) {
                context.close();
                throw new EncoderException(mmproj + " encodes no images");
            }
            return new MtmdVisionEncoder(context, onlySide, options.fidelity().rounding(), file);
        } catch (NativeException e) {
            throw new EncoderException(e.getMessage(), e);
        }
    }

    /// libmtmd slices whatever is larger than the encoder's square, whatever the file says; a model
    /// that was trained on whole images alone says `preproc_max_tiles` 1.
    private static OptionalInt onlySide(GgufFile file) {
        boolean whole = file.integer("clip.vision.preproc_max_tiles").equals(Optional.of(1));
        return whole
                ? OptionalInt.of(file.integer("clip.vision.image_size").orElseThrow())
                : OptionalInt.empty();
    }

    @Override
    @MustBeClosed
    public <K> ImageBatch<K> batch() {
        return new ChunkBatch<>(this);
    }

    /// Cuts an image.
    ///
    /// @throws EncoderException if libmtmd fails
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller owns what is returned
    MtmdChunks prepare(RgbImage original, EncodeOptions options) {
        if (!obeys(options)) {
            throw new IllegalArgumentException("libmtmd slices as it likes; asked for " + options);
        }
        RgbImage image =
                onlySide.isPresent()
                        ? resizer.resize(original, onlySide.getAsInt(), onlySide.getAsInt())
                        : original;
        try {
            return context.prepare(image.width(), image.height(), image.toByteArray());
        } catch (NativeException e) {
            throw new EncoderException(
                    "image "
                            + original.width()
                            + "x"
                            + original.height()
                            + " could not be encoded: "
                            + e.getMessage(),
                    e);
        }
    }

    /// libmtmd tells by encoding. It slices by rules of its own, which it does not tell.
    @Override
    public Optional<ImageView> view(int width, int height, EncodeOptions options) {
        return Optional.empty();
    }

    @Override
    public OptionalInt imageTokens(int width, int height, EncodeOptions options) {
        return OptionalInt.empty();
    }

    /// How libmtmd slices cannot be chosen.
    @Override
    public boolean obeys(EncodeOptions options) {
        return options.equals(EncodeOptions.DEFAULT);
    }

    /// libmtmd writes its own markers.
    @Override
    public List<Integer> imageNumber(int number) {
        return List.of();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /// One slice's rows.
    ImageEmbedding embed(MtmdChunks chunks, MtmdChunk.Image slice) {
        return new ImageEmbedding(
                slice.rows(),
                context.embeddingSize(),
                chunks.encode(slice.index()),
                positions(slice),
                slice.causal());
    }

    private static Optional<DecoderPositions> positions(MtmdChunk.Image slice) {
        if (slice.positions().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DecoderPositions(
                        slice.positions().stream().mapToInt(MtmdChunk.Position::temporal).toArray(),
                        slice.positions().stream().mapToInt(MtmdChunk.Position::vertical).toArray(),
                        slice.positions().stream()
                                .mapToInt(MtmdChunk.Position::horizontal)
                                .toArray(),
                        slice.positionSpan()));
    }

    @Override
    public void close() {
        context.close();
    }
}
