package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.util.Optional;

/// Whether a decoder's keys and values can be kept as asked: quantized rows of a head are whole
/// blocks (`llama_init_from_model` of llama.cpp v0.5.0).
final class KvCacheCheck {
    private KvCacheCheck() {}

    /// @throws ModelLoadException with the head's size and what is allowed
    static void check(GgufFile model, KvPrecision wanted) {
        if (wanted.flashAttention() == FlashAttention.OFF) {
            return;
        }
        check(model, "key", wanted.keys());
        check(model, "value", wanted.values());
    }

    private static void check(GgufFile model, String what, KvType type) {
        int block = type.tensorType().blockElements();
        Optional<Integer> head = headSize(model, what);
        if (head.isPresent() && head.get() % block != 0) {
            throw new ModelLoadException(
                    model.path()
                            + " has heads of "
                            + head.get()
                            + " numbers a "
                            + what
                            + ", which are no whole blocks of "
                            + block
                            + " as "
                            + type
                            + " has them; keep them as F16 (kv"
                            + (what.equals("key") ? "Keys" : "Values")
                            + ")");
        }
    }

    private static Optional<Integer> headSize(GgufFile model, String what) {
        String architecture = model.text("general.architecture").orElse("");
        Optional<Integer> own = model.integer(architecture + ".attention." + what + "_length");
        if (own.isPresent()) {
            return own;
        }
        var counts = new DecoderNumbers(model, architecture);
        return counts.heads().stream().mapToObj(heads -> counts.width() / heads).findFirst();
    }
}
