package dev.glimpse.evaluation.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Image files as data URIs.
public final class DataUri {
    /// The first bytes of image files, by type; the rest is taken for JPEG.
    private static final List<Map.Entry<String, String>> STARTS =
            List.of(
                    Map.entry("\u0089PNG", "image/png"),
                    Map.entry("GIF8", "image/gif"),
                    Map.entry("RIFF", "image/webp"),
                    Map.entry("BM", "image/bmp"),
                    Map.entry("II*", "image/tiff"),
                    Map.entry("MM\0*", "image/tiff"));

    private DataUri() {}

    /// The bytes, unchanged, with the type that they begin as.
    public static String of(byte[] file) {
        String start = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
        String type =
                STARTS.stream()
                        .filter(entry -> start.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("image/jpeg");
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(file);
    }
}
