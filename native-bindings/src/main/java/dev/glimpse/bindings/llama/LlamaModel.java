package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.llama_model_params;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.handle.NativeHandle;
import dev.glimpse.bindings.library.LoggedErrors;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A decoder's weights: `llama_model`. Immutable once open; thread-safe. Contexts, a vocabulary in
/// use and an mtmd context hold leases on it.
public final class LlamaModel extends NativeHandle {
    private static final int META_VALUE_BYTES = 1 << 20;

    private final Path file;
    private final boolean canvas;
    private final Vocabulary vocabulary;

    private LlamaModel(Path file, boolean canvas, MemorySegment address) {
        super("model " + file.getFileName(), address);
        this.file = file;
        this.canvas = canvas;
        vocabulary = new Vocabulary(this, Llama.llama_model_get_vocab(address));
    }

    /// Loads a GGUF file, which the caller has checked: what is wrong in a file that passes the
    /// checks is reported by a null result at best.
    ///
    /// @throws NativeCallException if llama.cpp refuses the file; with its reasons
    @MustBeClosed
    public static LlamaModel open(Path file, ModelParams params) {
        NativeLibraries.load();
        return load(file, false, params, native_ -> loadFile(file, native_));
    }

    private static MemorySegment loadFile(Path file, MemorySegment native_) {
        try (var arena = Arena.ofConfined()) {
            return Llama.llama_model_load_from_file(arena.allocateFrom(file.toString()), native_);
        }
    }

    /// Loads the decoder of MiniCPM-V 4.7, which places rows on a canvas: in order, height, width
    /// and time. llama.cpp v0.5.0 turns by these if the sections of the rotary embedding are in
    /// that order too, with none for the first, which its causal mask goes by. Files have them as
    /// time, height, width and none, and settings cannot replace lists; so the file is read through
    /// a [PrivateFile] with these four numbers changed. Weights are not mapped then.
    ///
    /// @param file checked by the caller
    /// @throws NativeCallException if its sections are others, or llama.cpp refuses it
    @MustBeClosed
    public static LlamaModel openOnCanvas(GgufFile file, ModelParams params) {
        NativeLibraries.load();
        var sections = CanvasSections.of(file);
        if (sections.inOrder()) {
            return load(file.path(), true, params, native_ -> loadFile(file.path(), native_));
        }
        try (var changed = PrivateFile.open(file.path())) {
            sections.write(changed.bytes());
            var unmapped =
                    new ModelParams(
                            params.gpuLayers(),
                            params.devices(),
                            params.mainGpu(),
                            new ModelParams.Loading(false, params.loading().locked()),
                            params.vocabularyOnly());
            return load(
                    file.path(),
                    true,
                    unmapped,
                    native_ -> Llama.llama_model_load_from_file_ptr(changed.stream(), native_));
        }
    }

    private static LlamaModel load(
            Path file, boolean canvas, ModelParams params, UnaryOperator<MemorySegment> load) {
        try (var arena = Arena.ofConfined();
                var errors = LoggedErrors.collect()) {
            MemorySegment native_ = Llama.llama_model_default_params(arena);
            llama_model_params.n_gpu_layers(native_, params.gpuLayers());
            llama_model_params.load_mode(native_, loadMode(params.loading()));
            llama_model_params.devices(native_, devices(params.devices(), arena));
            params.mainGpu()
                    .ifPresent(gpu -> {
                        llama_model_params.split_mode(native_, Llama.LLAMA_SPLIT_MODE_NONE());
                        llama_model_params.main_gpu(native_, gpu);
                    });
            llama_model_params.vocab_only(native_, params.vocabularyOnly());
            MemorySegment model = load.apply(native_);
            if (model.equals(MemorySegment.NULL)) {
                throw new NativeCallException(
                        "llama.cpp could not load " + file + ": " + errors.text());
            }
            return new LlamaModel(file, canvas, model);
        }
    }

    /// Whether each row has four places of its own, the first of which orders rows and turns
    /// nothing: opened by [#openOnCanvas]. Takes batches of embeddings alone, as the rows of a
    /// batch of tokens have one place.
    public boolean isOnCanvas() {
        return canvas;
    }

    /// The file it was loaded from.
    public Path file() {
        return file;
    }

    /// Its architecture by llama.cpp's name, such as `minicpm`.
    public String architecture() {
        return metadata("general.architecture").orElse("");
    }

    private static int loadMode(ModelParams.Loading loading) {
        if (loading.mapped()) {
            return loading.locked()
                    ? Llama.LLAMA_LOAD_MODE_MMAP_MLOCK()
                    : Llama.LLAMA_LOAD_MODE_MMAP();
        }
        return loading.locked() ? Llama.LLAMA_LOAD_MODE_MLOCK() : Llama.LLAMA_LOAD_MODE_NONE();
    }

    /// A list that ends with NULL; NULL for all there are.
    private static MemorySegment devices(List<String> names, Arena arena) {
        if (names.isEmpty()) {
            return MemorySegment.NULL;
        }
        MemorySegment list = arena.allocate(ValueLayout.ADDRESS, names.size() + 1L);
        for (int i = 0; i < names.size(); i++) {
            MemorySegment device = Llama.ggml_backend_dev_by_name(arena.allocateFrom(names.get(i)));
            if (device.equals(MemorySegment.NULL)) {
                throw new NativeCallException("there is no device " + names.get(i));
            }
            list.setAtIndex(ValueLayout.ADDRESS, i, device);
        }
        return list;
    }

    /// Whether weights can be locked in memory here.
    public static boolean canLockMemory() {
        NativeLibraries.load();
        return Llama.llama_supports_mlock();
    }

    /// The tokens. Valid while this is open.
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// Floats in a row of the token embedding: the decoder's width.
    public int embeddingSize() {
        return Llama.llama_model_n_embd(address());
    }

    /// Floats in a row that [EmbeddingBatch] takes.
    public int inputEmbeddingSize() {
        return Llama.llama_model_n_embd_inp(address());
    }

    /// What the decoder multiplies embeddings by before its first block: those of tokens and the
    /// rows of an [EmbeddingBatch] alike (`f_embedding_scale` in `src/llama-graph.cpp`). 1 for
    /// most; old files of MiniCPM leave out its 12.
    public double embeddingScale() {
        String architecture = metadata("general.architecture").orElse("");
        return metadata(architecture + ".embedding_scale")
                .map(Double::parseDouble)
                .orElse(architecture.equals("minicpm") ? 12.0 : 1.0);
    }

    /// Positions the model was trained for.
    public int trainedContextTokens() {
        return Llama.llama_model_n_ctx_train(address());
    }

    /// Transformer blocks.
    public int layers() {
        return Llama.llama_model_n_layer(address());
    }

    /// Number of weights.
    public long parameters() {
        return Llama.llama_model_n_params(address());
    }

    /// Bytes of all tensors.
    public long tensorBytes() {
        return Llama.llama_model_size(address());
    }

    /// Architecture, size and quantization in words, such as `minicpm ?B Q8_0`.
    public String description() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(256);
            Llama.llama_model_desc(address(), text, text.byteSize());
            return text.getString(0);
        }
    }

    /// A metadata value as text.
    public Optional<String> metadata(String key) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment nativeKey = arena.allocateFrom(key);
            int length =
                    Llama.llama_model_meta_val_str(address(), nativeKey, MemorySegment.NULL, 0);
            if (length < 0) {
                return Optional.empty();
            }
            if (length > META_VALUE_BYTES) {
                throw new NativeCallException(
                        this
                                + ": "
                                + key
                                + " has "
                                + length
                                + " bytes; at most "
                                + META_VALUE_BYTES);
            }
            MemorySegment value = arena.allocate(length + 1L);
            Llama.llama_model_meta_val_str(address(), nativeKey, value, value.byteSize());
            return Optional.of(
                    new String(
                            value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE),
                            StandardCharsets.UTF_8));
        }
    }

    /// The Jinja chat template of the file.
    public Optional<String> chatTemplate() {
        MemorySegment text = Llama.llama_model_chat_template(address(), MemorySegment.NULL);
        return text.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(text.getString(0));
    }

    /// How positions are given: one a token, or four where rotary embeddings have sections.
    public int positionsPerToken() {
        int type = Llama.llama_model_rope_type(address());
        boolean multimodal =
                type == Llama.LLAMA_ROPE_TYPE_MROPE() || type == Llama.LLAMA_ROPE_TYPE_IMROPE();
        return multimodal ? 4 : 1;
    }

    /// Whether it has recurrent layers, whose state cannot be cut back to an earlier position.
    public boolean hasRecurrentState() {
        return Llama.llama_model_is_recurrent(address()) || Llama.llama_model_is_hybrid(address());
    }

    /// Whether it generates text token by token.
    public boolean isGenerative() {
        return Llama.llama_model_has_decoder(address())
                && !Llama.llama_model_has_encoder(address());
    }

    /// Whether its memory is a KV cache alone, every row of which can be kept or forgotten: no
    /// recurrent state, no window that rows fall out of.
    public boolean remembersRows() {
        return !Llama.llama_model_is_recurrent(address())
                && !Llama.llama_model_is_hybrid(address())
                && metadata("general.architecture")
                        .flatMap(name -> metadata(name + ".attention.sliding_window"))
                        .isEmpty();
    }

    /// Whether a sequence can be copied where it stands though not cut back: recurrent state, alone
    /// or beside a KV cache without a window.
    public boolean copiesWhole() {
        return hasRecurrentState()
                && metadata(architecture() + ".attention.sliding_window").isEmpty();
    }

    /// The C object, for children in other packages of this module; hold a [Lease] while using it.
    public MemorySegment nativeModel() {
        return address();
    }

    @Override
    protected void free(MemorySegment address) {
        Llama.llama_model_free(address);
    }
}
