package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.BucketRule;

/// How patches get their places from the table of position embeddings.
sealed interface PositionRule {
    /// Each patch takes a row of the table: since 2.5.
    record Rows(BucketRule rule) implements PositionRule {}

    /// The table is stretched over the grid: 2.0.
    record Stretched() implements PositionRule {
        /// Positions a side as trained, of timm's `vit_so400m_patch14_siglip_384`. Exporters for
        /// llama.cpp store them stretched to the usual grid.
        static final int TRAINED_SIDE = 27;
    }
}
