package dev.glimpse.vision;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the encoder makes of one slice: a row of floats for each position in the prompt. Immutable,
/// plain memory.
public final class ImageEmbedding {
    private final int rows;
    private final int width;
    private final float[] values;
    private final Optional<DecoderPositions> positions;
    private final boolean causal;
    private final Optional<EmbeddingGrid> grid;

    /// Made when first asked for; threads that ask at once make the same.
    private volatile @Nullable String digest;

    /// @param values `rows * width` floats, row by row; taken over, not copied
    /// @param positions where each row stands for decoders with multimodal RoPE; empty for one
    ///   after the other
    /// @param causal whether a row sees only those before it, as text does
    public ImageEmbedding(
            int rows,
            int width,
            float[] values,
            Optional<DecoderPositions> positions,
            boolean causal) {
        this(rows, width, values, positions, causal, Optional.empty());
    }

    private ImageEmbedding(
            int rows,
            int width,
            float[] values,
            Optional<DecoderPositions> positions,
            boolean causal,
            Optional<EmbeddingGrid> grid) {
        if (rows < 1 || width < 1 || values.length != (long) rows * width) {
            throw new IllegalArgumentException(
                    "embedding of "
                            + rows
                            + " rows of "
                            + width
                            + " has "
                            + values.length
                            + " values");
        }
        this.rows = rows;
        this.width = width;
        this.values = values;
        this.positions = positions;
        this.causal = causal;
        this.grid = grid;
    }

    /// The same, with its rows known to lie in lines.
    ///
    /// @throws IllegalArgumentException if the grid is not of as many rows
    public ImageEmbedding withGrid(EmbeddingGrid lines) {
        if (lines.size() != rows) {
            throw new IllegalArgumentException(rows + " rows in " + lines);
        }
        return new ImageEmbedding(rows, width, values, positions, causal, Optional.of(lines));
    }

    /// Positions this slice takes in the prompt's list of rows.
    public int rows() {
        return rows;
    }

    /// Floats a row: the decoder's embedding size.
    public int width() {
        return width;
    }

    /// Copies all rows to `target` at `offset`.
    public void copyTo(float[] target, int offset) {
        System.arraycopy(values, 0, target, offset, values.length);
    }

    /// Copies one row to the beginning of `target`.
    public void copyRow(int row, float[] target) {
        System.arraycopy(values, Math.multiplyExact(row, width), target, 0, width);
    }

    /// The value at (`row`, `column`).
    public float value(int row, int column) {
        return values[Math.addExact(Math.multiplyExact(row, width), column)];
    }

    /// The same rows, each number divided.
    ///
    /// @param divisor not 0; 1 for the embedding itself
    public ImageEmbedding dividedBy(double divisor) {
        if (divisor == 1) {
            return this;
        }
        var divided = new float[values.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = (float) (values[i] / divisor);
        }
        return new ImageEmbedding(rows, width, divided, positions, causal, grid);
    }

    public Optional<DecoderPositions> positions() {
        return positions;
    }

    /// How the rows lie in the slice; empty where each stands for all of it, or nobody said. Not
    /// part of the digest: decoders see it through positions alone.
    public Optional<EmbeddingGrid> grid() {
        return grid;
    }

    public boolean causal() {
        return causal;
    }

    /// Equal for embeddings that a decoder reads alike, and for no others: SHA-256 over values,
    /// positions and causality, in hexadecimal digits. Made once; about a millisecond a megabyte.
    public String digest() {
        String made = digest;
        if (made == null) {
            made = computeDigest();
            digest = made;
        }
        return made;
    }

    private String computeDigest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            var row = ByteBuffer.allocate(Math.multiplyExact(width, Float.BYTES));
            for (int i = 0; i < rows; i++) {
                row.clear().asFloatBuffer().put(values, i * width, width);
                sha.update(row);
            }
            var shape = ByteBuffer.allocate(3 * Integer.BYTES);
            sha.update(shape.putInt(rows).putInt(width).putInt(causal ? 1 : 0).flip());
            positions.ifPresent(places -> places.addTo(sha));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ImageEmbedding[" + rows + " rows of " + width + "]";
    }
}
