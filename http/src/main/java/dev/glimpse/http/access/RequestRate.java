package dev.glimpse.http.access;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// So many requests in so much time; all of them may come at once.
///
/// @param requests at least 1
public record RequestRate(int requests, Unit unit) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/(s|min|h)");

    /// Units of time as they are written.
    public enum Unit {
        S(Duration.ofSeconds(1)),
        MIN(Duration.ofMinutes(1)),
        H(Duration.ofHours(1));

        private final Duration duration;

        Unit(Duration duration) {
            this.duration = duration;
        }
    }

    public RequestRate {
        if (requests < 1) {
            throw new IllegalArgumentException("a rate has " + requests + " requests; at least 1");
        }
    }

    /// Reads `60/min`; `s` and `h` are the other units.
    ///
    /// @throws IllegalArgumentException if it is none
    public static RequestRate parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a rate; expected as 5/s, 60/min or 1000/h");
        }
        return new RequestRate(
                Integer.parseInt(match.group(1)),
                Unit.valueOf(match.group(2).toUpperCase(Locale.ROOT)));
    }

    /// The time in which one more becomes free.
    Duration interval() {
        return unit.duration.dividedBy(requests);
    }

    @Override
    public String toString() {
        return requests + "/" + unit.name().toLowerCase(Locale.ROOT);
    }
}
