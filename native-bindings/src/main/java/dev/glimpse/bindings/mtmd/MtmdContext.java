package dev.glimpse.bindings.mtmd;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.mtmd_context_params;
import dev.glimpse.bindings.ffi.mtmd_input_text;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.LoggedErrors;
import dev.glimpse.bindings.llama.LlamaModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/// A vision encoder's weights and scratch: `mtmd_context`. Confined to one thread at a time.
public final class MtmdContext extends NativeHandle {
    private final Lease model;
    private final int embeddingSize;
    private final boolean multimodalPositions;

    private final Optional<ProbeCallback> probe;

    private MtmdContext(
            Path mmproj, LlamaModel model, Optional<ProbeCallback> probe, MemorySegment address) {
        super("mmproj " + mmproj.getFileName(), address);
        this.model = model.lease();
        this.probe = probe;
        embeddingSize = model.inputEmbeddingSize();
        multimodalPositions = Llama.mtmd_decode_use_mrope(address);
    }

    /// Loads an mmproj file, which the caller has checked, for a text model.
    ///
    /// @throws NativeCallException if libmtmd refuses the file; with its reasons
    @MustBeClosed
    public static MtmdContext open(Path mmproj, LlamaModel textModel, MtmdParams params) {
        return open(mmproj, textModel, params, Optional.empty());
    }

    /// Loads an mmproj file, likewise, with a probe that looks at the encoder's steps.
    ///
    /// @throws NativeCallException if libmtmd refuses the file; with its reasons
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned context owns the callback
    public static MtmdContext openProbed(
            Path mmproj, LlamaModel textModel, MtmdParams params, LayerProbe probe) {
        var callback = new ProbeCallback(probe);
        try {
            return open(mmproj, textModel, params, Optional.of(callback));
        } catch (RuntimeException | Error e) {
            callback.close();
            throw e;
        }
    }

    @MustBeClosed
    private static MtmdContext open(
            Path mmproj, LlamaModel textModel, MtmdParams params, Optional<ProbeCallback> probe) {
        try (var _ = textModel.lease();
                var arena = Arena.ofConfined();
                var errors = LoggedErrors.collect()) {
            MemorySegment native_ = Llama.mtmd_context_params_default(arena);
            probe.ifPresent(callback -> mtmd_context_params.cb_eval(native_, callback.function()));
            mtmd_context_params.use_gpu(native_, params.gpu());
            mtmd_context_params.n_threads(native_, params.threads());
            mtmd_context_params.print_timings(native_, false);
            mtmd_context_params.warmup(native_, false);
            mtmd_context_params.flash_attn_type(
                    native_,
                    params.flashAttention()
                            ? Llama.LLAMA_FLASH_ATTN_TYPE_ENABLED()
                            : Llama.LLAMA_FLASH_ATTN_TYPE_DISABLED());
            MemorySegment context =
                    Llama.mtmd_init_from_file(
                            arena.allocateFrom(mmproj.toString()),
                            textModel.nativeModel(),
                            native_);
            if (context.equals(MemorySegment.NULL)) {
                throw new NativeCallException(
                        "libmtmd could not load "
                                + mmproj
                                + " for "
                                + textModel
                                + ": "
                                + errors.text());
            }
            return new MtmdContext(mmproj, textModel, probe, context);
        }
    }

    /// Throws what the probe threw, if there is one and it did.
    void rethrowFromProbe() {
        probe.ifPresent(ProbeCallback::rethrow);
    }

    /// Whether it takes images.
    public boolean supportsVision() {
        return Llama.mtmd_support_vision(address());
    }

    /// Preprocesses an image and lays out its markers and slices.
    ///
    /// @param width in pixels; likewise `height`
    /// @param rgb `width * height * 3` bytes
    @MustBeClosed
    public MtmdChunks prepare(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "image " + width + "x" + height + " with " + rgb.length + " bytes");
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(rgb.length);
            MemorySegment.copy(rgb, 0, pixels, ValueLayout.JAVA_BYTE, 0, rgb.length);
            MemorySegment bitmap = Llama.mtmd_bitmap_init(width, height, pixels);
            MemorySegment chunks = Llama.mtmd_input_chunks_init();
            try {
                tokenize(arena, bitmap, chunks);
                return new MtmdChunks(this, chunks);
            } catch (RuntimeException | Error e) {
                Llama.mtmd_input_chunks_free(chunks);
                throw e;
            } finally {
                Llama.mtmd_bitmap_free(bitmap);
            }
        }
    }

    private void tokenize(Arena arena, MemorySegment bitmap, MemorySegment chunks) {
        MemorySegment marker = Llama.mtmd_get_marker(address());
        MemorySegment text = mtmd_input_text.allocate(arena);
        mtmd_input_text.text(text, marker);
        mtmd_input_text.text_len(text, marker.getString(0).length());
        mtmd_input_text.add_special(text, false);
        mtmd_input_text.parse_special(text, true);
        MemorySegment bitmaps = arena.allocateFrom(ValueLayout.ADDRESS, bitmap);
        try (var errors = LoggedErrors.collect()) {
            int status = Llama.mtmd_tokenize(address(), chunks, text, bitmaps, 1);
            if (status != 0) {
                throw new NativeCallException(
                        "mtmd_tokenize returned " + status + ": " + errors.text());
            }
        }
    }

    /// Floats in a row of the embeddings: the text model's width.
    public int embeddingSize() {
        return embeddingSize;
    }

    /// Whether image rows have places in two dimensions: [MtmdChunk.Image#positions()].
    public boolean multimodalPositions() {
        return multimodalPositions;
    }

    MemorySegment nativeContext() {
        return address();
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.mtmd_free(address);
        probe.ifPresent(ProbeCallback::close);
        model.close();
    }
}
