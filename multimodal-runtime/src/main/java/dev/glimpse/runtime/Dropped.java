package dev.glimpse.runtime;

/// What was left out of a conversation that was too long.
///
/// @param messages how many, the oldest but the system's
/// @param images how many images and frames of videos these had
public record Dropped(int messages, int images) {
    /// Nothing.
    public static final Dropped NONE = new Dropped(0, 0);
}
