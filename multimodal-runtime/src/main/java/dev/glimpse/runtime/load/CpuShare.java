package dev.glimpse.runtime.load;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.options.PlacementOptions;

/// How decoding and image encoding share the processor.
///
/// @param decoding threads of the decoder
/// @param encoding threads of the vision encoder
/// @param beside whether they compute beside each other; else in turns
record CpuShare(int decoding, int encoding, boolean beside) {
    /// Weights below which one thread is the default. ggml's threads meet, spinning, after every
    /// operation; where those take microseconds, a second thread makes an idle machine half as
    /// quick again and a busy one many times slower (docs/performance.md).
    private static final long SMALL_MODEL = 100_000_000;

    /// @param parameters of the decoder
    /// @param processors there are
    static CpuShare of(long parameters, PlacementOptions placement, int processors) {
        int all = Math.min(processors, ContextParams.MAX_THREADS);
        int decoding = orElse(placement.threads().decoding(), parameters < SMALL_MODEL ? 1 : all);
        int encoding = orElse(placement.threads().encoding(), decoding);
        return new CpuShare(
                decoding, encoding, placement.usesGpu() || decoding + encoding <= processors);
    }

    private static int orElse(int asked, int automatic) {
        return asked > 0 ? asked : automatic;
    }

    ComputeTurn turn() {
        return beside ? ComputeTurn.besideEachOther() : ComputeTurn.sharedCores();
    }
}
