package dev.glimpse.bindings.mtmd;

/// Looks at the named steps of an encoder's graph while it computes them, so that another
/// implementation can be compared layer by layer. Called on the thread that encodes. An encoder
/// that is probed computes step by step, which is slower.
public interface LayerProbe {
    /// Whether [#values] shall be called for a step.
    boolean wants(String name);

    /// The values of a step, all in order.
    void values(String name, float[] values);
}
