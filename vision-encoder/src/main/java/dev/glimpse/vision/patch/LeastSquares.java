package dev.glimpse.vision.patch;

/// Undoes small linear maps.
final class LeastSquares {
    private LeastSquares() {}

    /// The matrix that gives back `x` from `matrix * x`, and of what is no such product the nearest
    /// `x`: `(AᵀA)⁻¹ Aᵀ`, by elimination with pivots.
    ///
    /// @param matrix rows of a well-conditioned matrix with at least as many rows as columns; zeros
    ///   at the end of a row may be missing
    static double[][] inverse(double[][] matrix) {
        int columns = 0;
        for (double[] row : matrix) {
            columns = Math.max(columns, row.length);
        }
        var normal = new double[columns][columns];
        var solution = new double[columns][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int i = 0; i < matrix[row].length; i++) {
                solution[i][row] = matrix[row][i];
                for (int j = 0; j < matrix[row].length; j++) {
                    normal[i][j] += matrix[row][i] * matrix[row][j];
                }
            }
        }
        for (int column = 0; column < columns; column++) {
            eliminate(normal, solution, column);
        }
        return solution;
    }

    /// Leaves 1 at the place of `column` on the diagonal and 0 in the rest of the column.
    private static void eliminate(double[][] normal, double[][] solution, int column) {
        int pivot = column;
        for (int row = column; row < normal.length; row++) {
            if (Math.abs(normal[row][column]) > Math.abs(normal[pivot][column])) {
                pivot = row;
            }
        }
        swap(normal, column, pivot);
        swap(solution, column, pivot);
        double diagonal = normal[column][column];
        if (Math.abs(diagonal) < 1e-9) {
            throw new IllegalArgumentException("column " + column + " depends on those before it");
        }
        scale(normal[column], 1 / diagonal);
        scale(solution[column], 1 / diagonal);
        for (int row = 0; row < normal.length; row++) {
            if (row != column) {
                double factor = normal[row][column];
                subtract(normal[row], factor, normal[column]);
                subtract(solution[row], factor, solution[column]);
            }
        }
    }

    private static void swap(double[][] rows, int one, int other) {
        double[] row = rows[one];
        rows[one] = rows[other];
        rows[other] = row;
    }

    private static void scale(double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
    }

    private static void subtract(double[] row, double factor, double[] other) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= factor * other[i];
        }
    }
}
