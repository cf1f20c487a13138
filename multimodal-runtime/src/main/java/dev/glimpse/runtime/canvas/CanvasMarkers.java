package dev.glimpse.runtime.canvas;

/// The tokens around pictures and their slices.
///
/// @param imageStart `<image>`
/// @param imageEnd `</image>`
/// @param sliceStart `<slice>`
/// @param sliceEnd `</slice>`
/// @param newline the line's end between rows of slices
public record CanvasMarkers(
        int imageStart, int imageEnd, int sliceStart, int sliceEnd, int newline) {
    boolean has(int token) {
        return token == imageStart
                || token == imageEnd
                || token == sliceStart
                || token == sliceEnd
                || token == newline;
    }
}
