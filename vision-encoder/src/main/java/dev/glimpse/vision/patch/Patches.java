package dev.glimpse.vision.patch;

import dev.glimpse.vision.slice.ImageSlice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// The normalized pixels of a slice, patch by patch. Immutable.
///
/// Patches go from left to right, then from top to bottom. The values of a patch go along x first,
/// then y, then the channel (red, green, blue): value `(channel * side + y) * side + x`. That is
/// the order of the weights `v.patch_embd.weight` of a GGUF file, `[side, side, 3, width]` in
/// ggml's terms, so the patch embedding is one matrix product of that tensor, seen as `[side * side
/// * 3, width]`, and these values, `[side * side * 3, patches]`.
public final class Patches {
    private static final int CHANNELS = 3;

    private final PatchGrid grid;
    private final int patchSide;
    private final float[] values;

    private Patches(PatchGrid grid, int patchSide, float[] values) {
        this.grid = grid;
        this.patchSide = patchSide;
        this.values = values;
    }

    /// Cuts a slice into patches of `patchSide` pixels a side.
    ///
    /// @throws IllegalArgumentException if the sides of the slice are not multiples of it
    public static Patches of(ImageSlice slice, int patchSide, Normalization normalization) {
        PatchGrid grid = PatchGrid.of(slice.size(), patchSide);
        float[] table = normalization.table();
        var row = new byte[CHANNELS * slice.size().width()];
        int patchValues = CHANNELS * patchSide * patchSide;
        var values = new float[Math.multiplyExact(grid.count(), patchValues)];
        for (int y = 0; y < slice.size().height(); y++) {
            slice.copyRow(y, row, 0);
            int firstPatch = y / patchSide * grid.cols();
            int inPatch = y % patchSide * patchSide;
            for (int col = 0; col < grid.cols(); col++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int from = col * patchSide * CHANNELS + channel;
                    int to =
                            (firstPatch + col) * patchValues
                                    + channel * patchSide * patchSide
                                    + inPatch;
                    for (int x = 0; x < patchSide; x++) {
                        values[to + x] = table[row[from + x * CHANNELS] & 0xFF];
                    }
                }
            }
        }
        return new Patches(grid, patchSide, values);
    }

    /// Values of one patch.
    public int patchValues() {
        return CHANNELS * patchSide * patchSide;
    }

    public PatchGrid grid() {
        return grid;
    }

    /// Pixels a side of a patch.
    public int patchSide() {
        return patchSide;
    }

    /// Value `index` of a patch; the class says which that is.
    public float value(int patch, int index) {
        Objects.checkIndex(index, patchValues());
        return values[Math.addExact(Math.multiplyExact(patch, patchValues()), index)];
    }

    /// Copies all values, `grid().count() * patchValues()` floats in native byte order, to `target`
    /// from byte `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if they do not fit
    public void copyTo(MemorySegment target, long offset) {
        MemorySegment.copy(
                values, 0, target, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, values.length);
    }

    /// Copies the values of one patch, [#patchValues] floats, likewise.
    ///
    /// @throws IndexOutOfBoundsException if there is no such patch, or they do not fit
    public void copyPatch(int patch, MemorySegment target, long offset) {
        Objects.checkIndex(patch, grid.count());
        MemorySegment.copy(
                values,
                patch * patchValues(),
                target,
                ValueLayout.JAVA_FLOAT_UNALIGNED,
                offset,
                patchValues());
    }

    @Override
    public String toString() {
        return "Patches["
                + grid.cols()
                + "x"
                + grid.rows()
                + " of "
                + patchSide
                + " pixels a side]";
    }
}
