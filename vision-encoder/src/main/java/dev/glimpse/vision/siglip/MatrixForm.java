package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.ggml.Shape;
import dev.glimpse.bindings.gguf.TensorType;

/// What a matrix of the file becomes in memory.
sealed interface MatrixForm {
    /// The type of the tensor that holds it.
    TensorType type();

    /// The shape of that tensor.
    Shape shape(int columns, int rows);

    /// Rows of numbers of one type, as ggml multiplies them.
    record Rows(TensorType type) implements MatrixForm {
        @Override
        public Shape shape(int columns, int rows) {
            return Shape.of(columns, rows);
        }

        /// Bytes of a row.
        long rowBytes(int columns) {
            return NumberFormat.bytes(type, columns);
        }
    }

    /// Whole numbers, packed for [FusedKernels].
    record Packed() implements MatrixForm {
        @Override
        public TensorType type() {
            return TensorType.I8;
        }

        @Override
        public Shape shape(int columns, int rows) {
            return FusedKernels.packedShape(columns, rows);
        }
    }
}
