package dev.glimpse.evaluation.run;

import java.time.Duration;

/// How a run goes about it; scores do not depend on it.
///
/// @param parallel questions asked at once, 1 or more
/// @param attempts how often a question is asked at most while failures may pass, 1 or more
/// @param firstPause before the second attempt; doubles with each, up to a minute
/// @param failuresInRow so many questions failing one after another end the run, 1 or more
public record RunSettings(int parallel, int attempts, Duration firstPause, int failuresInRow) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// One at a time, five attempts, the end after twenty failures in a row.
    public static final RunSettings DEFAULT = new RunSettings(1, 5, Duration.ofSeconds(1), 20);

    public RunSettings {
        if (parallel < 1 || attempts < 1 || failuresInRow < 1 || firstPause.isNegative()) {
            throw new IllegalArgumentException(
                    "parallel is "
                            + parallel
                            + ", attempts "
                            + attempts
                            + ", failuresInRow "
                            + failuresInRow
                            + ", firstPause "
                            + firstPause
                            + "; allowed: 1 or more each, and no time below 0");
        }
    }

    public RunSettings withParallel(int value) {
        return new RunSettings(value, attempts, firstPause, failuresInRow);
    }

    public RunSettings withAttempts(int value) {
        return new RunSettings(parallel, value, firstPause, failuresInRow);
    }

    /// The pause after an attempt, counted from 1.
    Duration pauseAfter(int attempt) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
