package dev.glimpse.runtime.options;

import java.nio.file.Path;

/// A LoRA adapter: low-rank changes to the decoder's weights.
///
/// @param file a GGUF file whose `general.type` is `adapter`
/// @param scale how much of it; 1 is as it was trained, 0 nothing
public record Adapter(Path file, float scale) {
    public Adapter {
        if (!Float.isFinite(scale)) {
            throw new IllegalArgumentException(
                    "lora " + file + " has scale " + scale + "; allowed: a finite number");
        }
    }

    /// An adapter as it was trained.
    public static Adapter of(Path file) {
        return new Adapter(file, 1);
    }
}
