package dev.glimpse.runtime.decode;

import java.time.Duration;

/// How many rows of prompts a batch gets beside answers that are being written: as many as the
/// model computes in [#TARGET], by how long batches took so far, so that those who read along wait
/// no longer for a token, whether the model is large or small. Reads no clock. Confined to the
/// decode thread.
final class PrefillPace {
    /// What a batch with rows of prompts may take.
    static final Duration TARGET = Duration.ofMillis(250);

    /// Fewer are not worth a batch: each reads all weights once.
    static final int LEAST = 8;

    /// How much the last batch counts against those before.
    private static final double WEIGHT = 0.3;

    private final int most;
    private double nanosARow;

    /// @param most rows where the model is quick enough
    PrefillPace(int most) {
        this.most = most;
    }

    /// Rows for the next batch.
    int rows() {
        if (nanosARow == 0) {
            return most;
        }
        double fit = TARGET.toNanos() / nanosARow;
        return (int) Math.min(most, Math.max(LEAST, fit));
    }

    /// Takes note of a batch.
    ///
    /// @param rows in it; small ones tell how long weights are read, and nothing of rows
    /// @param nanos how long it was computed
    void took(int rows, long nanos) {
        if (rows < LEAST) {
            return;
        }
        double sample = (double) nanos / rows;
        nanosARow = nanosARow == 0 ? sample : nanosARow + WEIGHT * (sample - nanosARow);
    }
}
