package dev.glimpse.evaluation.dataset;

/// What makes rows belong together.
public enum Grouping {
    /// Nothing: each row is for itself, unless the file has a column `g_index`.
    NONE,
    /// Rotations of one question: `g_index`, else the index without its multiples of a million.
    ROTATIONS,
    /// Questions about one image: `image_path`, `question_id`, or the image itself.
    IMAGE
}
