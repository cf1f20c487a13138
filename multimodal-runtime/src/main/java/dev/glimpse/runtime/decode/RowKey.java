package dev.glimpse.runtime.decode;

/// What a row of the KV cache was computed from, besides the rows before it.
///
/// @param token a text token, or -1
/// @param image the digest of the image's embedding, or nothing
record RowKey(int token, String image) {
    static RowKey token(int id) {
        return new RowKey(id, "");
    }

    static RowKey image(String digest) {
        return new RowKey(-1, digest);
    }
}
