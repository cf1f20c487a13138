package dev.glimpse.vision;

import java.util.Optional;

/// What an encoder sees of an image: all of it once, resized, and with it the slices of a grid,
/// where the image is large enough.
///
/// @param image its size as it is looked at, upright
/// @param overview the size that all of it is resized to
/// @param grid the slices; empty where the overview is all there is
/// @param tokens rows of embeddings that it becomes
public record ImageView(Size image, Size overview, Optional<Grid> grid, int tokens) {

    /// In pixels.
    public record Size(int width, int height) {}

    /// Equal slices that tile the image, side by side and one below the other.
    public record Grid(int columns, int rows) {}
}
