package dev.glimpse.runtime.memory;

import dev.glimpse.bindings.library.LoggedLines;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What llama.cpp says it allocates while this is open, in MiB by kind: `model`, `KV`, `RS`,
/// `output`, `compute`. It says so in the log alone, to two digits.
final class NativeAllocations implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("(\\w+) buffer size = +([0-9.]+) MiB");

    private final LoggedLines log = LoggedLines.collect();

    double mebibytes(String kind) {
        return log.lines().stream()
                .map(LINE::matcher)
                .filter(Matcher::find)
                .filter(line -> line.group(1).equals(kind))
                .mapToDouble(line -> Double.parseDouble(line.group(2)))
                .sum();
    }

    @Override
    public void close() {
        log.close();
    }
}
