package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.ggml.Backend;
import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.vision.FileFingerprint;
import dev.glimpse.vision.Pause;
import java.util.Map;
import java.util.function.Supplier;

/// A model's weights on a device that computes with them. Owns both.
final class LoadedModel implements AutoCloseable {
    /// To be raised when this package or the slicing before it comes to give other results for a
    /// file, so that embeddings that were kept are not taken for its own.
    private static final int REVISION = 2;

    private final SiglipConfig config;
    private final Backend backend;
    private final WeightShelf shelf;
    private final SiglipWeights weights;
    private final Pause pause;

    private LoadedModel(
            SiglipConfig config,
            Backend backend,
            WeightShelf shelf,
            SiglipWeights weights,
            Pause pause) {
        this.pause = pause;
        this.config = config;
        this.backend = backend;
        this.shelf = shelf;
        this.weights = weights;
    }

    /// Describes the weights and starts the device; [#load] reads them.
    ///
    /// @throws dev.glimpse.vision.fault.EncoderException if the file does not fit its metadata
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned model owns what is opened
    static LoadedModel describe(GgufFile file, SiglipOptions options) {
        SiglipConfig config = new SiglipMetadata(file).read();
        Device device = device(options.gpu());
        WeightPrecision precision = options.precision().on(device, config.vit());
        var attention = AttentionKernel.of(device, precision, config.vit().headSize());
        var shelf = new WeightShelf(file, new WeightPlacement(device, precision, attention));
        try {
            SiglipWeights weights = SiglipWeights.take(shelf, config);
            shelf.requireComplete();
            return new LoadedModel(
                    config,
                    Backend.open(device, options.threads()),
                    shelf,
                    weights,
                    options.pause());
        } catch (RuntimeException | Error e) {
            shelf.close();
            throw e;
        }
    }

    private static Device device(boolean gpu) {
        return Device.list().stream()
                .filter(device -> gpu && device.kind() == Device.Kind.GPU)
                .findFirst()
                .orElseGet(Device::cpu);
    }

    /// Bytes that the weights take, by the memory they lie in.
    Map<String, Long> weightBytes() {
        return shelf.bytes();
    }

    /// Lets `work` measure graphs before the weights are there.
    <T> T beforeLoading(Supplier<T> work) {
        return shelf.whilePromised(work);
    }

    /// Allocates the weights and reads them from the file.
    void load() {
        shelf.fill();
    }

    /// The file it is from.
    GgufFile file() {
        return shelf.file();
    }

    SiglipConfig config() {
        return config;
    }

    SiglipWeights weights() {
        return weights;
    }

    AttentionKernel attention() {
        return shelf.placement().attention();
    }

    /// Names what is computed: the file, and how exactly.
    String fingerprint() {
        return String.join(
                " ",
                "glimpse " + REVISION,
                FileFingerprint.of(shelf.file()),
                shelf.placement().precision().name(),
                attention().name(),
                device().name());
    }

    Backend backend() {
        return backend;
    }

    /// Where others may compute.
    Pause pause() {
        return pause;
    }

    Device device() {
        return backend.device();
    }

    @Override
    public void close() {
        backend.close();
        shelf.close();
    }
}
