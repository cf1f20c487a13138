package dev.glimpse.vision.siglip.bench;

/// Measures work that is quick enough to be done often.
final class Milliseconds {
    private Milliseconds() {}

    /// The times of some rounds after half as many to warm up.
    static Spread of(int rounds, Runnable work) {
        for (int round = 0; round < rounds / 2; round++) {
            work.run();
        }
        var times = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            work.run();
            times[round] = (System.nanoTime() - start) / 1e6;
        }
        return Spread.of(times);
    }
}
