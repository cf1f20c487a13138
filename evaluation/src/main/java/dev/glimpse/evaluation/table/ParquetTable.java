package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// A Parquet file, or the files one data set was cut into, streamed some rows at a time. A row's
/// place is its number over all files, from 0. Thread-safe by its lock, which is held while a row
/// is read again.
final class ParquetTable implements Table {
    private static final String ENDING = ".parquet";

    /// About as much is read ahead.
    private static final long AHEAD_BYTES = 8 << 20;

    /// Small rows are not read ahead by the ten thousand.
    private static final long AHEAD_ROWS = 512;

    private final List<Path> files;

    /// Rows that follow one that was read again: to reach a row, the pages before it in its group
    /// are decoded, and questions come in order.
    private final Map<Long, TableRow> ahead = new HashMap<>();

    /// @param files one or more with the same columns, in order
    ParquetTable(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /// The Parquet files in a folder in order of their names, as `train-00000-of-00005.parquet`;
    /// none if there are none.
    static List<Path> in(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        } catch (IOException e) {
            throw ByteSource.unreadable(folder, e);
        }
    }

    @Override
    public void forEach(Consumer<? super TableRow> rows) {
        long before = 0;
        for (Path file : files) {
            before += forEach(file, before, rows);
        }
    }

    /// The library reads ahead by numbers of rows, not bytes: of rows with large images it is given
    /// a few at a time.
    private static long forEach(Path file, long before, Consumer<? super TableRow> rows) {
        try (var parquet = open(file)) {
            long count = parquet.getFileMetaData().numRows();
            long ahead = ahead(file, count);
            for (long number = 0; number < count; number += ahead) {
                slice(file, parquet, new Slice(before, number, ahead), rows);
            }
            return count;
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static long ahead(Path file, long count) throws IOException {
        return Math.clamp(AHEAD_BYTES / Math.max(1, Files.size(file) / (count + 1)), 1, AHEAD_ROWS);
    }

    /// Some rows of a file.
    ///
    /// @param before rows of the files before it
    /// @param from number of the first in its file
    /// @param most how many, unless the file ends
    private record Slice(long before, long from, long most) {}

    private static void slice(
            Path file, ParquetFileReader parquet, Slice slice, Consumer<? super TableRow> rows) {
        try (var reader =
                sound(
                        file,
                        parquet,
                        p -> p.buildRowReader().skip(slice.from()).head(slice.most()).build())) {
            for (long number = slice.from(); sound(file, reader, RowReader::hasNext); number++) {
                Map<String, String> cells = next(file, reader);
                rows.accept(new TableRow(slice.before() + number, where(file, number), cells));
            }
        }
    }

    @Override
    public synchronized TableRow at(long place) {
        TableRow known = ahead.get(place);
        if (known != null) {
            return known;
        }
        ahead.clear();
        readAhead(place);
        TableRow row = ahead.get(place);
        if (row == null) {
            throw new DatasetException(
                    files + " have no row " + place + "; they changed while in use");
        }
        return row;
    }

    private void readAhead(long place) {
        long before = 0;
        for (Path file : files) {
            try (var parquet = open(file)) {
                long count = parquet.getFileMetaData().numRows();
                if (place < before + count) {
                    var slice = new Slice(before, place - before, ahead(file, count));
                    slice(file, parquet, slice, row -> ahead.put(row.place(), row));
                    return;
                }
                before += count;
            } catch (IOException e) {
                throw damaged(file, e);
            }
        }
    }

    private static Map<String, String> next(Path file, RowReader reader) {
        return sound(
                file,
                reader,
                at -> {
                    at.next();
                    return ParquetCells.of(at);
                });
    }

    private static ParquetFileReader open(Path file) {
        try {
            return ParquetFileReader.open(InputFile.of(file));
        } catch (IOException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    /// What the library gives; its many kinds of complaint about a file become one.
    private static <A, B> B sound(Path file, A from, Function<? super A, B> step) {
        try {
            return step.apply(from);
        } catch (UncheckedIOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | UnsupportedOperationException e) {
            throw damaged(file, e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof OutOfMemoryError error) {
                throw error; // of one of the library's threads
            }
            throw e.getClass() == RuntimeException.class ? damaged(file, e) : e;
        }
    }

    private static DatasetException damaged(Path file, Exception cause) {
        return new DatasetException(
                file + " is no sound Parquet file: " + cause.getMessage(), cause);
    }

    private static String where(Path file, long number) {
        return file + ": row " + (number + 1);
    }
}
