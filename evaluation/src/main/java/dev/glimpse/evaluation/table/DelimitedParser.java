package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splits a file into records as pandas' `read_csv` does (RFC 4180 with leniency): a field that
/// begins with a quote goes to the next single quote, line breaks and delimiters included; two
/// quotes are one; what follows a closing quote belongs to the field; a quote within a field that
/// began without one is text. Lines end with LF, CR LF or CR; blank ones are skipped, as is a byte
/// order mark. Confined to one thread.
final class DelimitedParser implements Closeable {
    private static final int QUOTE = '"';

    private final Path file;
    private final int delimiter;
    private final ByteSource source;
    private final Utf8Field field = new Utf8Field();
    private long line = 1;
    private RawRow last;

    /// One record.
    ///
    /// @param place of its first byte in the file
    /// @param line of its first byte, from 1; from the place where reading began
    record RawRow(long place, long line, List<String> fields) {}

    private DelimitedParser(Path file, char delimiter, long start) {
        this.file = file;
        this.delimiter = delimiter;
        this.source = ByteSource.open(file, start);
        this.last = new RawRow(start, 1, List.of());
    }

    /// Begins at a place where a record begins.
    static DelimitedParser open(Path file, char delimiter, long start) {
        return new DelimitedParser(file, delimiter, start);
    }

    /// The next record, if there is one.
    Optional<RawRow> next() {
        skipBlank();
        if (source.peek() == ByteSource.END) {
            return Optional.empty();
        }
        last = new RawRow(source.place(), line, List.of());
        var fields = new ArrayList<String>();
        boolean more = true;
        while (more) {
            more = field();
            fields.add(field.take(where()));
        }
        last = new RawRow(last.place(), last.line(), List.copyOf(fields));
        return Optional.of(last);
    }

    private void skipBlank() {
        if (source.place() == 0 && source.peek() == 0xEF) {
            for (int expected : new int[] {0xEF, 0xBB, 0xBF}) {
                if (source.next() != expected) {
                    throw new DatasetException(where() + ": not UTF-8 text; save it as UTF-8");
                }
            }
        }
        while (source.peek() == '\n' || source.peek() == '\r') {
            endLine(source.next());
        }
    }

    /// Reads one field.
    ///
    /// @return whether another one follows in this record
    private boolean field() {
        if (source.peek() == QUOTE) {
            source.next();
            quoted();
        }
        while (true) {
            requireRoom(source.copyUntil(field, delimiter, '\n', '\r'));
            int next = source.next();
            if (next == delimiter) {
                return true;
            }
            if (next == ByteSource.END) {
                return false;
            }
            if (next == '\n' || next == '\r') {
                endLine(next);
                return false;
            }
            requireRoom(field.add(next));
        }
    }

    private void requireRoom(boolean had) {
        if (!had) {
            throw new DatasetException(
                    where()
                            + ": a text has more than "
                            + Utf8Field.most()
                            + " bytes; is a quote open?");
        }
    }

    private void quoted() {
        while (true) {
            requireRoom(source.copyUntil(field, QUOTE, '\n', QUOTE));
            int next = source.next();
            if (next == ByteSource.END) {
                throw new DatasetException(
                        where() + ": a quote that opens in this record never closes");
            }
            if (next == QUOTE) {
                if (source.peek() != QUOTE) {
                    return;
                }
                source.next();
            }
            if (next == '\n') {
                line++;
            }
            requireRoom(field.add(next));
        }
    }

    private void endLine(int first) {
        if (first == '\r' && source.peek() == '\n') {
            source.next();
        }
        line++;
    }

    private String where() {
        return file + ":" + last.line();
    }

    @Override
    public void close() {
        source.close();
    }
}
