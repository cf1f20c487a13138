package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.fault.ModelClosedException;
import java.util.function.BooleanSupplier;

/// Reasons to end a job before its next step.
///
/// @param cancelled whether the caller has lost interest
/// @param closing whether the model is being closed
record Interrupt(BooleanSupplier cancelled, BooleanSupplier closing) {

    /// @throws ModelClosedException if the model is being closed
    boolean isCancelled() {
        requireOpen();
        return cancelled.getAsBoolean();
    }

    void requireOpen() {
        if (closing.getAsBoolean()) {
            throw new ModelClosedException("the model was closed before the answer was complete");
        }
    }
}
