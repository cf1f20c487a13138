package dev.glimpse.vision;

/// Asked between the parts of a graph that takes long: the place for others to compute. Called on
/// the encoder's thread.
@FunctionalInterface
public interface Pause {
    /// Nobody else computes there: graphs are computed in one go.
    Pause NONE = () -> {};

    /// Returns once the encoder may go on.
    void letOthersCompute();
}
