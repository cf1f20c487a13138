package dev.glimpse.cli.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Cuts a stream of UTF-8 into its records, each ended by a line feed. What follows the last of
/// them is the beginning of one that was never completed.
final class Records {
    private final InputStream stream;
    private final boolean quotesLineBreaks;
    private long end;
    private int count;

    /// @param stream buffered
    Records(InputStream stream, boolean quotesLineBreaks) {
        this.stream = stream;
        this.quotesLineBreaks = quotesLineBreaks;
    }

    /// The next whole record, without its line feed.
    Optional<String> next() throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean quoted = false;
        for (int b = stream.read(); b >= 0; b = stream.read()) {
            if (b == '\n' && !quoted) {
                end += bytes.size() + 1;
                count++;
                return Optional.of(bytes.toString(StandardCharsets.UTF_8));
            }
            if (b == '"' && quotesLineBreaks) {
                quoted = !quoted;
            }
            bytes.write(b);
        }
        return Optional.empty();
    }

    /// Bytes in the records so far.
    long end() {
        return end;
    }

    /// Records so far.
    int count() {
        return count;
    }
}
