package dev.glimpse.runtime.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/// Traffic as it goes through one context: jobs that come and are cancelled at random, until all
/// have ended. Confined to the thread that runs it.
final class TrafficRun {
    private static final int MOST_WAITING = 8;

    private final Batcher batcher;
    private final Semaphore read = new Semaphore(0);
    private final Deque<Traffic> waiting = new ArrayDeque<>();
    private int steps;
    private int fullest;

    TrafficRun(Batcher batcher) {
        this.batcher = batcher;
    }

    /// Keeps what is given up in a folder.
    TrafficRun keepIn(PrefixFolder folder) {
        batcher.slots().keepIn(folder, read::release);
        return this;
    }

    /// Batches that were computed.
    int steps() {
        return steps;
    }

    /// Cells of the KV cache that were held at once, at most.
    int fullest() {
        return fullest;
    }

    /// Runs some jobs that are there already.
    void run(List<Traffic> jobs) {
        waiting.addAll(jobs);
        while (!isIdle()) {
            step();
        }
    }

    /// Runs jobs of a pool.
    ///
    /// @return those that came
    List<Traffic> run(TrafficPool pool, int jobs, Random random) {
        var all = new ArrayList<Traffic>();
        while (all.size() < jobs || !isIdle()) {
            if (all.size() < jobs && waiting.size() < MOST_WAITING && random.nextInt(3) == 0) {
                List<Traffic> some = pool.next();
                all.addAll(some);
                waiting.addAll(some);
            }
            if (random.nextInt(40) == 0 && !all.isEmpty()) {
                all.get(Math.max(0, all.size() - 1 - random.nextInt(6))).cancel();
            }
            step();
        }
        return all;
    }

    private boolean isIdle() {
        return waiting.isEmpty() && batcher.slots().running().isEmpty();
    }

    private void step() {
        boolean comes = begin();
        if (batcher.slots().running().isEmpty()) {
            if (comes) {
                read.acquireUninterruptibly();
            }
            return;
        }
        batcher.step(() -> false);
        steps++;
        fullest = Math.max(fullest, batcher.slots().usedRows());
    }

    /// @return whether one waits for what is being read
    private boolean begin() {
        boolean comes = false;
        for (Traffic one : List.copyOf(waiting)) {
            switch (batcher.slots().begin(one.job(), () -> true)) {
                case BEGUN -> waiting.remove(one);
                case WAITS_FOR_STATE -> comes = true;
                case WAITS_FOR_ROWS, WITHDRAWN -> {}
                case NO_ROOM -> {
                    return comes;
                }
            }
        }
        batcher.slots().endAsking(); // all were asked
        return comes;
    }
}
