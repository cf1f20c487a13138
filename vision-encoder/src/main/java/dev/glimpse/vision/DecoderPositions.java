package dev.glimpse.vision;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Where the rows of an [ImageEmbedding] stand for a decoder with multimodal RoPE, relative to the
/// first row.
public final class DecoderPositions {
    private final int[] temporal;
    private final int[] vertical;
    private final int[] horizontal;
    private final int span;

    /// @param temporal one position a row; likewise `vertical` and `horizontal`; all taken over
    /// @param span how far the next token stands behind the first row
    public DecoderPositions(int[] temporal, int[] vertical, int[] horizontal, int span) {
        if (temporal.length != vertical.length || temporal.length != horizontal.length) {
            throw new IllegalArgumentException(
                    "positions differ in length: "
                            + temporal.length
                            + ", "
                            + vertical.length
                            + ", "
                            + horizontal.length);
        }
        this.temporal = temporal;
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.span = span;
    }

    public int temporal(int row) {
        return temporal[row];
    }

    public int vertical(int row) {
        return vertical[row];
    }

    public int horizontal(int row) {
        return horizontal[row];
    }

    public int span() {
        return span;
    }

    /// Adds all of it to a digest.
    void addTo(MessageDigest digest) {
        for (int[] axis : new int[][] {temporal, vertical, horizontal, {span}}) {
            var bytes = ByteBuffer.allocate(Math.multiplyExact(axis.length, Integer.BYTES));
            bytes.asIntBuffer().put(axis);
            digest.update(bytes);
        }
    }
}
