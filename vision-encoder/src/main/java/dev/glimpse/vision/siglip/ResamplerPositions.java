package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.PatchGrid;

/// Where a resampler's keys are, as sines and cosines: the first half of a row follows the column,
/// the second half the row of the patch; of packed frames the whole row follows the time as well.
///
/// `resampler.py` of MiniCPM-V 2.6 (`get_2d_sincos_pos_embed`) and of 4.5 (with
/// `get_1d_sincos_pos_embed_from_temporal_size`).
final class ResamplerPositions {
    private static final double BASE = 10_000;

    private ResamplerPositions() {}

    /// The places of a grid's patches.
    ///
    /// @param width floats a key, a multiple of 4
    /// @return [width, patches], patches row by row
    static float[] of(PatchGrid grid, int width) {
        var values = new float[Math.multiplyExact(grid.count(), width)];
        float[] frequencies = frequencies(width / 4);
        for (int row = 0; row < grid.rows(); row++) {
            for (int col = 0; col < grid.cols(); col++) {
                int at = (row * grid.cols() + col) * width;
                write(frequencies, col, values, at);
                write(frequencies, row, values, at + width / 2);
            }
        }
        return values;
    }

    /// Adds the time of a frame to the places of its patches.
    ///
    /// @param places [width, patches] from [#of]; changed
    static void addTime(float[] places, int time, int width) {
        var timeRow = new float[width];
        write(frequencies(width / 2), time, timeRow, 0);
        for (int i = 0; i < places.length; i++) {
            places[i] += timeRow[i % width];
        }
    }

    /// `1 / 10000^(i / count)`, in floats as the official code has them.
    private static float[] frequencies(int count) {
        var frequencies = new float[count];
        for (int i = 0; i < count; i++) {
            frequencies[i] = 1 / (float) Math.pow(BASE, (float) i / count);
        }
        return frequencies;
    }

    /// Sines of all frequencies, then cosines.
    private static void write(float[] frequencies, int place, float[] target, int offset) {
        for (int i = 0; i < frequencies.length; i++) {
            float angle = place * frequencies[i];
            target[offset + i] = (float) Math.sin(angle);
            target[offset + frequencies.length + i] = (float) Math.cos(angle);
        }
    }
}
