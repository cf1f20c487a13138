package dev.glimpse.vision.patch;

import dev.glimpse.vision.slice.resize.CubicAxis;
import java.util.Arrays;

/// A square table of position embeddings that is stretched over a grid by bicubic interpolation
/// with antialias: 2.0, whose encoder is timm's. Immutable.
///
/// Source: `resample_abs_pos_embed` of timm, which is PyTorch's `interpolate(mode="bicubic",
/// antialias=True)`; the same sums here, in `double`.
public final class PositionTable {
    private final int side;
    private final int width;
    private final float[] values;

    /// @param side positions a side
    /// @param width floats a position
    /// @param values [width, side * side], row by row; taken over
    public PositionTable(int side, int width, float[] values) {
        if (side < 1 || width < 1 || values.length != (long) side * side * width) {
            throw new IllegalArgumentException(
                    "table of "
                            + side
                            + "x"
                            + side
                            + " positions of "
                            + width
                            + " has "
                            + values.length
                            + " values");
        }
        this.side = side;
        this.width = width;
        this.values = values;
    }

    /// The embeddings of a grid's patches: [width, patches], row by row.
    public float[] over(PatchGrid grid) {
        if (grid.cols() == side && grid.rows() == side) {
            return values.clone();
        }
        return stretched(
                weights(CubicAxis.of(side, grid.rows())), weights(CubicAxis.of(side, grid.cols())));
    }

    /// The smaller table that this one is the stretched copy of, by least squares. Exporters store
    /// the copy for images of 32x32 patches instead of the trained 27x27 positions; stretching that
    /// again would be another function of the place, 2 to 3% off. The way back loses nothing but
    /// what the copy's rounding did: its matrix has a condition number of 1.5.
    ///
    /// @param trainedSide positions a side of the other table, less than this one's
    public PositionTable before(int trainedSide) {
        if (trainedSide < 1 || trainedSide >= side) {
            throw new IllegalArgumentException(
                    trainedSide + " positions a side; expected 1 to " + (side - 1));
        }
        double[][] back = LeastSquares.inverse(weights(CubicAxis.of(trainedSide, side)));
        return new PositionTable(trainedSide, width, stretched(back, back));
    }

    /// As a matrix, a row for each position of the output.
    private static double[][] weights(CubicAxis axis) {
        var matrix = new double[axis.length()][];
        for (int o = 0; o < matrix.length; o++) {
            matrix[o] = new double[axis.first(o) + axis.count(o)];
            for (int i = 0; i < axis.count(o); i++) {
                matrix[o][axis.first(o) + i] = axis.weight(o, i);
            }
        }
        return matrix;
    }

    /// Row by row: first what a row of the result takes of each of this table's columns, then of
    /// those its positions.
    ///
    /// @param down for each row of the result, weights of this table's rows; zeros at the end may
    ///   be missing
    /// @param across likewise for columns
    private float[] stretched(double[][] down, double[][] across) {
        int cells = Math.multiplyExact(down.length, across.length);
        var result = new float[Math.multiplyExact(cells, width)];
        var columns = new double[side * width];
        var sums = new double[width];
        int at = 0;
        for (double[] rowWeights : down) {
            Arrays.fill(columns, 0);
            for (int row = 0; row < rowWeights.length; row++) {
                add(rowWeights[row], row * columns.length, columns);
            }
            for (double[] columnWeights : across) {
                Arrays.fill(sums, 0);
                for (int column = 0; column < columnWeights.length; column++) {
                    add(columnWeights[column], columns, column * width, sums);
                }
                for (double sum : sums) {
                    result[at++] = (float) sum;
                }
            }
        }
        return result;
    }

    private void add(double weight, int from, double[] sums) {
        if (weight != 0) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * values[from + i];
            }
        }
    }

    private static void add(double weight, double[] from, int offset, double[] sums) {
        if (weight != 0) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * from[offset + i];
            }
        }
    }
}
