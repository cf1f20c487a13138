package dev.glimpse.cli.inspect;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;

/// All tensors of one type together.
///
/// @param weights numbers in them
/// @param bytes their size in the file
record TypeTotal(TensorType type, int tensors, long weights, long bytes) {
    private static final int BITS = 8;

    /// One for each type in the file, the one with most bytes first.
    static List<TypeTotal> of(GgufFile file) {
        var totals = new EnumMap<TensorType, TypeTotal>(TensorType.class);
        for (TensorInfo tensor : file.tensors()) {
            totals.merge(
                    tensor.type(),
                    new TypeTotal(tensor.type(), 1, tensor.elements(), tensor.bytes()),
                    TypeTotal::plus);
        }
        return totals.values().stream()
                .sorted(Comparator.comparingLong(TypeTotal::bytes).reversed())
                .toList();
    }

    /// Bits a weight takes, scales included.
    double bitsPerWeight() {
        return (double) bytes * BITS / weights;
    }

    private TypeTotal plus(TypeTotal other) {
        return new TypeTotal(
                type, tensors + other.tensors, weights + other.weights, bytes + other.bytes);
    }
}
