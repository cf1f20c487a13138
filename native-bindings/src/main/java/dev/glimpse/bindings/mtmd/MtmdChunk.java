package dev.glimpse.bindings.mtmd;

import java.util.List;

/// A run of a prepared image in prompt order. Plain values; pixels stay in [MtmdChunks].
public sealed interface MtmdChunk {

    /// Marker tokens.
    record Text(List<Integer> tokens) implements MtmdChunk {
        public Text {
            tokens = List.copyOf(tokens);
        }
    }

    /// A slice, to be encoded with [MtmdChunks#encode(int)].
    ///
    /// @param index its index in [MtmdChunks]
    /// @param rows rows of its embedding
    /// @param positionSpan how far the next token stands behind its first row
    /// @param causal whether a row sees only those before it
    /// @param positions a place a row where the decoder wants them, else empty
    record Image(int index, int rows, int positionSpan, boolean causal, List<Position> positions)
            implements MtmdChunk {
        public Image {
            positions = List.copyOf(positions);
        }
    }

    /// A row's place relative to the first one.
    record Position(int temporal, int vertical, int horizontal) {}
}
