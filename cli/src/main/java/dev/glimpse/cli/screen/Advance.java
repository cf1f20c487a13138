package dev.glimpse.cli.screen;

import java.time.Duration;
import java.util.Locale;

/// How far a run is, as [Screen#progress(Advance)] shows it.
///
/// @param done of what is counted, earlier runs' among them
/// @param total of it
/// @param rate of this run, a second; 0 while it is not known
/// @param left until the end at this rate
/// @param remark what else is to be told; may be empty
public record Advance(int done, int total, double rate, Duration left, String remark) {
    private static final int WIDTH = 24;
    private static final int SECONDS_PER_MINUTE = 60;

    /// The bar as it is drawn: what is done, and what is not.
    ///
    /// @param lines whether the terminal has box drawing characters, not ASCII alone
    Bar bar(boolean lines) {
        int halves = total == 0 ? 0 : (int) (2L * WIDTH * done / total);
        if (!lines) {
            return new Bar("#".repeat(halves / 2), "-".repeat(WIDTH - halves / 2));
        }
        String full = "━".repeat(halves / 2) + (halves % 2 == 1 ? "╸" : "");
        return new Bar(full, "─".repeat(WIDTH - full.length()));
    }

    /// Two pieces of a bar.
    record Bar(String full, String empty) {}

    /// Such as `1200/100000, 3.1/s, 8 h 51 min left, 2 failed`.
    String text() {
        var text = new StringBuilder();
        text.append(done).append('/').append(total);
        if (rate > 0) {
            boolean slow = rate < 1;
            text.append(
                    String.format(
                            Locale.ROOT,
                            ", %.1f/%s, %s left",
                            slow ? rate * SECONDS_PER_MINUTE : rate,
                            slow ? "min" : "s",
                            words(left)));
        }
        return remark.isEmpty() ? text.toString() : text.append(", ").append(remark).toString();
    }

    /// A duration as `2 d 5 h`, `8 h 51 min`, `4 min 10 s` or `12 s`.
    public static String words(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
