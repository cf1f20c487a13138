package dev.glimpse.runtime.decode;

/// Where a row stands: what llama.cpp v0.5.0 is given for it as positions (`llama_ubatch::pos` in
/// `src/llama-batch.h`). Models without multimodal RoPE read the first one alone.
///
/// @param order which rows it sees: those before it and, at the same, by `y` and `x`
/// @param y height in the picture
/// @param x width in the picture
/// @param other what few models use: the time on MiniCPM-V 4.7's canvas
record Place(int order, int y, int x, int other) {
    /// Text of all models but those with a canvas.
    static Place inLine(int position) {
        return new Place(position, position, position, 0);
    }
}
