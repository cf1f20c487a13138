package dev.glimpse.cli.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes rows in groups; the file is one once [#finish()] has returned. Columns are not
/// compressed.
///
/// ```java
/// var writer = new ParquetWriter(stream, List.of(name, width));
/// name.add("a.png");
/// width.addNone();
/// writer.endRow();
/// writer.finish();
/// ```
public final class ParquetWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROWS_A_GROUP = 10_000;
    private static final int VERSION = 1;

    private final OutputStream stream;
    private final List<ParquetColumn> columns;
    private final List<CompactThrift> groups = new ArrayList<>();
    private long position;
    private long rows;

    /// @param stream stays the caller's
    /// @param columns with names of their own, one at least
    public ParquetWriter(OutputStream stream, List<ParquetColumn> columns) throws IOException {
        this.stream = stream;
        this.columns = List.copyOf(columns);
        write(MAGIC);
    }

    /// Ends a row, for which each column has got a cell.
    ///
    /// @throws IllegalStateException if one has not
    public void endRow() throws IOException {
        int expected = (int) (rows % ROWS_A_GROUP) + 1;
        if (columns.stream().anyMatch(column -> column.rows() != expected)) {
            throw new IllegalStateException("a column has no cell, or two, for row " + rows);
        }
        rows++;
        if (expected == ROWS_A_GROUP) {
            endGroup(expected);
        }
    }

    private void endGroup(int count) throws IOException {
        var chunks = new ArrayList<CompactThrift>();
        long begin = position;
        for (ParquetColumn column : columns) {
            byte[] page = column.takePage();
            chunks.add(column.chunk(position, page.length, count));
            write(page);
        }
        groups.add(new CompactThrift().structs(1, chunks).i64(2, position - begin).i64(3, count));
    }

    /// Ends the file.
    public void finish() throws IOException {
        int left = (int) (rows % ROWS_A_GROUP);
        if (left > 0) {
            endGroup(left);
        }
        var schema = new ArrayList<CompactThrift>();
        schema.add(new CompactThrift().text(4, "schema").i32(5, columns.size()));
        columns.forEach(column -> schema.add(column.schema()));
        byte[] metadata =
                new CompactThrift()
                        .i32(1, VERSION)
                        .structs(2, schema)
                        .i64(3, rows)
                        .structs(4, groups)
                        .text(6, "glimpse")
                        .toBytes();
        write(metadata);
        write(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(metadata.length)
                        .array());
        write(MAGIC);
    }

    private void write(byte[] bytes) throws IOException {
        stream.write(bytes);
        position += bytes.length;
    }
}
