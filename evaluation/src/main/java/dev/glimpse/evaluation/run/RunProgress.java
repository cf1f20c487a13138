package dev.glimpse.evaluation.run;

import java.time.Duration;

/// How far a run is.
///
/// @param done questions with a row, those of earlier processes among them
/// @param total questions in all
/// @param credit of all rows; a right answer has 1
/// @param failed rows without an answer
/// @param asked questions answered since this process began
/// @param elapsed since then
public record RunProgress(
        int done, int total, double credit, int failed, int asked, Duration elapsed) {

    /// Questions a second; 0 before the first.
    public double rate() {
        double seconds = elapsed.toNanos() / 1e9;
        return asked == 0 || seconds == 0 ? 0 : asked / seconds;
    }

    /// How long the rest takes at this rate; 0 while the rate is not known.
    public Duration left() {
        double rate = rate();
        return rate == 0 ? Duration.ZERO : Duration.ofSeconds(Math.round((total - done) / rate));
    }

    /// Right answers among those that are done, 0 to 1; 0 while there are none.
    public double score() {
        return done == 0 ? 0 : credit / done;
    }
}
