package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.FrameLayout;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.ImageView;
import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlice;
import dev.glimpse.vision.slice.ImageSlicer;
import dev.glimpse.vision.slice.SliceGrid;
import dev.glimpse.vision.slice.SlicePlan;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.SlicedImage;
import dev.glimpse.vision.slice.SlicingOptions;
import dev.glimpse.vision.slice.resize.Resizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// A [VisionEncoder] of our own for the MiniCPM-V line: slices, resizes and lays out as the
/// official processors do, and encodes slices of one size together, of one image or of several.
///
/// Owns native memory and holds the text model open. Confined to one thread at a time.
public final class SiglipVisionEncoder implements VisionEncoder {
    private static final EncodeOptions WITHOUT_SLICES = EncodeOptions.DEFAULT.withMaxSlices(1);

    private final SiglipEncoder encoder;
    private final Lease textModel;
    private final Vocabulary vocabulary;
    private final ImageLayout layout;
    private final String fingerprint;

    /// What rows are divided by before the decoder gets them.
    private final double divisor;

    /// Models since 2.6 have learned to read an image's number, and have a token for it.
    private final boolean numbersImages;

    private final ImageSlicer slicer;

    private boolean closed;

    private SiglipVisionEncoder(
            SiglipEncoder encoder, LlamaModel textModel, ResizeRounding rounding) {
        this.encoder = encoder;
        this.textModel = textModel.lease();
        vocabulary = textModel.vocabulary();
        layout = ImageLayout.of(encoder.config().projector());
        divisor = encoder.divisor(textModel.embeddingScale());
        fingerprint =
                encoder.fingerprint()
                        + (divisor == 1 ? "" : " / " + divisor)
                        + (rounding == ResizeRounding.PILLOW ? "" : " " + rounding);
        slicer = new ImageSlicer(Resizer.onCallingThread(rounding));
        numbersImages = vocabulary.tokenize("<image_id>", false, true).length == 1;
    }

    /// Whether this draws the encoder of a file; others are libmtmd's.
    public static boolean draws(GgufFile mmproj) {
        return SiglipMetadata.draws(mmproj);
    }

    /// Loads an mmproj file with what every encoder is told.
    ///
    /// @throws EncoderException if the file is missing, damaged, not drawn here, or not of this
    ///   text model
    @MustBeClosed
    public static SiglipVisionEncoder open(
            Path mmproj, LlamaModel textModel, EncoderOptions options) {
        return open(mmproj, textModel, SiglipOptions.of(options));
    }

    /// Loads an mmproj file.
    ///
    /// @throws EncoderException if the file is missing, damaged, not drawn here, or not of this
    ///   text model
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned encoder owns what is opened
    public static SiglipVisionEncoder open(
            Path mmproj, LlamaModel textModel, SiglipOptions options) {
        var encoder = SiglipEncoder.open(mmproj, options);
        try {
            int width = encoder.config().projector().width();
            if (width != textModel.inputEmbeddingSize()) {
                throw new EncoderException(
                        mmproj
                                + " makes embeddings of "
                                + width
                                + " numbers, but the text model takes "
                                + textModel.inputEmbeddingSize()
                                + "; the two files are of different models");
            }
            return new SiglipVisionEncoder(encoder, textModel, options.rounding());
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /// What this took of the device's memory when it was opened.
    public EncoderPlan plan() {
        return encoder.plan();
    }

    @Override
    @MustBeClosed
    public <K> ImageBatch<K> batch() {
        return new SliceBatch<>(this::begin, encoder);
    }

    private SlicesUnderWay begin(RgbImage image, EncodeOptions options) {
        long start = System.nanoTime();
        SlicePlan plan = plan(image.width(), image.height(), options);
        SlicedImage sliced = slicer.slice(image, plan);
        List<Patches> patches = patches(sliced);
        return new SlicesUnderWay(
                patches,
                embeddings -> parts(plan, embeddings),
                Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public FrameLayout frameLayout() {
        return switch (encoder.config().projector()) {
            case Projector.Resampling resampling ->
                    resampling.version().packsFrames()
                            ? FrameLayout.PACKED
                            : FrameLayout.LIKE_IMAGES;
            case Projector.Merging _ -> FrameLayout.TOGETHER;
        };
    }

    @Override
    public Optional<EncodedImage> encode(FramePack pack, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        var patches = new ArrayList<Patches>();
        for (RgbImage frame : pack.frames()) {
            SlicedImage whole =
                    slicer.slice(frame, plan(frame.width(), frame.height(), WITHOUT_SLICES));
            patches.addAll(patches(whole));
        }
        if (cancelled.getAsBoolean()) {
            return Optional.empty();
        }
        long prepared = System.nanoTime();
        ImageEmbedding embedding = encoder.encodeFrames(patches, pack.times());
        List<String> texts = layout.around(Optional.empty());
        return Optional.of(
                new EncodedImage(
                        List.of(
                                markers(texts.getFirst()),
                                new EncodedPart.Embedding(embedding.dividedBy(divisor)),
                                markers(texts.getLast())),
                        Duration.ofNanos(prepared - start),
                        Duration.ofNanos(System.nanoTime() - prepared)));
    }

    private SlicePlan plan(int width, int height, EncodeOptions options) {
        SlicingOptions slicing = encoder.config().slicing();
        int maxSlices = options.maxSlices().orElse(slicing.maxSlices());
        var planner = new SlicePlanner(slicing.withMaxSlices(maxSlices));
        return planner.plan(new ImageSize(width, height));
    }

    @Override
    public OptionalInt imageTokens(int width, int height, EncodeOptions options) {
        SlicePlan plan = plan(width, height, options);
        int rows = rows(plan.overview());
        for (SliceGrid grid : plan.slices().stream().toList()) {
            rows += grid.count() * rows(grid.slice());
        }
        return OptionalInt.of(rows);
    }

    @Override
    public Optional<ImageView> view(int width, int height, EncodeOptions options) {
        SlicePlan plan = plan(width, height, options);
        return Optional.of(
                new ImageView(
                        new ImageView.Size(width, height),
                        new ImageView.Size(plan.overview().width(), plan.overview().height()),
                        plan.slices().map(grid -> new ImageView.Grid(grid.cols(), grid.rows())),
                        imageTokens(width, height, options).orElseThrow()));
    }

    private int rows(ImageSize slice) {
        int side = encoder.config().patchSide();
        return encoder.config().rows((slice.width() / side) * (slice.height() / side));
    }

    @Override
    public boolean obeys(EncodeOptions options) {
        return true;
    }

    @Override
    public List<Integer> imageNumber(int number) {
        return numbersImages ? tokens(layout.number(number)) : List.of();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    private List<Patches> patches(SlicedImage sliced) {
        var slices = new ArrayList<ImageSlice>();
        slices.add(sliced.overview());
        slices.addAll(sliced.slices());
        SiglipConfig config = encoder.config();
        return slices.stream()
                .map(slice -> Patches.of(slice, config.patchSide(), config.normalization()))
                .toList();
    }

    private List<EncodedPart> parts(SlicePlan plan, List<ImageEmbedding> embeddings) {
        List<String> texts = layout.around(plan.slices());
        var parts = new ArrayList<EncodedPart>();
        for (int slice = 0; slice < embeddings.size(); slice++) {
            parts.add(markers(texts.get(slice)));
            parts.add(new EncodedPart.Embedding(embeddings.get(slice).dividedBy(divisor)));
        }
        parts.add(markers(texts.getLast()));
        return parts;
    }

    private EncodedPart markers(String text) {
        return new EncodedPart.Markers(tokens(text));
    }

    private List<Integer> tokens(String text) {
        return Arrays.stream(vocabulary.tokenize(text, false, true)).boxed().toList();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoder.close();
            textModel.close();
        }
    }
}
