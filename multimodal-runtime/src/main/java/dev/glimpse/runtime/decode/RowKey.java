package dev.glimpse.runtime.decode;

/// What a row of the KV cache was computed from, besides the rows before it.
///
/// @param token a text token, or -1
/// @param image the digest of the image's embedding, or nothing
/// @param place where it stands: on a canvas, what comes later in the prompt has a part in that
record RowKey(int token, String image, Place place) {
    static RowKey token(int id, Place place) {
        return new RowKey(id, "", place);
    }

    static RowKey image(String digest, Place place) {
        return new RowKey(-1, digest, place);
    }
}
