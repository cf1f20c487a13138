package dev.glimpse.vision.siglip;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The models with a resampler, by `clip.minicpmv_version`.
enum ResamplerVersion {
    /// Published files have no `clip.minicpmv_version`; [SiglipMetadata] tells them by a tensor.
    V2_0(1, "MiniCPM-V 2.0", 64),
    V2_5(2, "MiniCPM-Llama3-V 2.5", 96),
    V2_6(3, "MiniCPM-V 2.6", 64),
    O2_6(4, "MiniCPM-o 2.6", 64),
    V4_0(5, "MiniCPM-V 4.0", 64),
    V4_5(6, "MiniCPM-o 4.0, MiniCPM-V 4.5", 64),
    O4_5(100045, "MiniCPM-o 4.5", 64);

    private final int code;
    private final String label;
    private final int usualQueries;

    ResamplerVersion(int code, String label, int usualQueries) {
        this.code = code;
        this.label = label;
        this.usualQueries = usualQueries;
    }

    static Optional<ResamplerVersion> ofCode(int code) {
        return Arrays.stream(values()).filter(version -> version.code == code).findFirst();
    }

    /// All versions as `2 (MiniCPM-Llama3-V 2.5), ...`.
    static String allowed() {
        return Arrays.stream(values())
                .map(version -> version.code + " (" + version.label + ")")
                .collect(Collectors.joining(", "));
    }

    /// Queries of files that do not say how many.
    int usualQueries() {
        return usualQueries;
    }

    /// Whether frames of a video may be compressed together, with the time in their keys.
    boolean packsFrames() {
        return this == V4_5 || this == O4_5;
    }
}
