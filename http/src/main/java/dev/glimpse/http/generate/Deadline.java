package dev.glimpse.http.generate;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/// How long a request may take, from its first byte on. Header `X-Request-Timeout` says less, in
/// seconds.
///
/// @param allowed in all
/// @param left of it now; negative once it has passed
record Deadline(Duration allowed, Duration left) {
    private static final String HEADER = "X-Request-Timeout";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    /// The deadline of a request.
    ///
    /// @param longest the server's, which no request exceeds
    /// @throws RequestException if the header is no time, or the time has passed
    static Deadline of(HttpServletRequest request, Duration longest) {
        Duration allowed = allowed(request.getHeader(HEADER), longest);
        long begun = ServletContextRequest.getServletContextRequest(request).getBeginNanoTime();
        var deadline = new Deadline(allowed, allowed.minusNanos(System.nanoTime() - begun));
        if (!deadline.left.isPositive()) {
            throw deadline.exceeded();
        }
        return deadline;
    }

    private static Duration allowed(@Nullable String header, Duration longest) {
        if (header == null) {
            return longest;
        }
        double seconds = SECONDS.matcher(header).matches() ? Double.parseDouble(header) : 0;
        Duration asked = Duration.ofNanos((long) (seconds * 1e9));
        if (asked.isZero()) {
            throw RequestException.invalid(
                    HEADER,
                    "the header " + HEADER + " is not a time; expected seconds above zero, as 30");
        }
        return asked.compareTo(longest) < 0 ? asked : longest;
    }

    /// What the client is told once it has passed.
    RequestException exceeded() {
        return new RequestException(
                ErrorType.DEADLINE_EXCEEDED,
                String.format(
                        Locale.ROOT,
                        "the answer was not complete within %s s; allow more (%s, the server's"
                                + " --deadline), or ask for less (max_tokens, smaller images)",
                        allowed.toNanos() / 1e9,
                        HEADER));
    }
}
