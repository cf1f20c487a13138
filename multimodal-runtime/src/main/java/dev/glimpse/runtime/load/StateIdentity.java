package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.runtime.options.DecoderOptions;
import dev.glimpse.vision.FileFingerprint;
import java.nio.ByteOrder;

/// What the saved state of a sequence fits: the same llama.cpp, weights, adapters, types of keys
/// and values, and positions. Where it is computed changes rounding alone, and the number of cells
/// nothing, but for models whose frequencies depend on the length of the context.
final class StateIdentity {
    private static final String LONG_FACTORS = "rope_factors_long.weight";

    private StateIdentity() {}

    /// @param onCanvas whether the file is read as [dev.glimpse.bindings.llama.LlamaModel]'s canvas
    /// @param contextTokens of the context
    static String of(GgufFile file, DecoderOptions options, boolean onCanvas, int contextTokens) {
        var text = new StringBuilder();
        text.append("model ").append(FileFingerprint.of(file));
        text.append("\ncanvas ").append(onCanvas);
        text.append("\nkv ").append(options.kvCache());
        text.append("\nbytes ").append(ByteOrder.nativeOrder());
        for (Adapter adapter : options.adapters()) {
            text.append("\nadapter ").append(FileFingerprint.of(GgufFile.read(adapter.file())));
            text.append(" by ").append(adapter.scale());
        }
        if (file.tensor(LONG_FACTORS).isPresent()) {
            text.append("\ncontext ").append(contextTokens);
        }
        return text.toString();
    }
}
