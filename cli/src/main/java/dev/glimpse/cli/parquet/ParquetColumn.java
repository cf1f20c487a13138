package dev.glimpse.cli.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/// A column whose cells may be empty, with those of the row group in the making.
public final class ParquetColumn {
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final int UNCOMPRESSED = 0;

    private final String name;
    private final Type type;
    private final BitSet present = new BitSet();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private int rows;

    /// Parquet's physical types, with their numbers.
    private enum Type {
        INT32(1),
        BYTE_ARRAY(6);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private ParquetColumn(String name, Type type) {
        this.name = name;
        this.type = type;
    }

    /// A column of texts.
    public static ParquetColumn texts(String name) {
        return new ParquetColumn(name, Type.BYTE_ARRAY);
    }

    /// A column of integers of 32 bits.
    public static ParquetColumn integers(String name) {
        return new ParquetColumn(name, Type.INT32);
    }

    /// Adds a cell with a text.
    public void add(String text) {
        require(Type.BYTE_ARRAY);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        values.writeBytes(littleEndian(bytes.length));
        values.writeBytes(bytes);
        present.set(rows++);
    }

    /// Adds a cell with a number.
    public void add(int number) {
        require(Type.INT32);
        values.writeBytes(littleEndian(number));
        present.set(rows++);
    }

    /// Adds an empty cell.
    public void addNone() {
        rows++;
    }

    int rows() {
        return rows;
    }

    /// Its description in the file's schema.
    CompactThrift schema() {
        CompactThrift element =
                new CompactThrift().i32(1, type.number).i32(3, OPTIONAL).text(4, name);
        if (type == Type.BYTE_ARRAY) {
            var string = new CompactThrift().struct(1, new CompactThrift());
            element.i32(6, UTF8).struct(10, string);
        }
        return element;
    }

    /// A page of its cells so far, with its header; they are forgotten.
    byte[] takePage() {
        byte[] levels = definitionLevels();
        byte[] cells = values.toByteArray();
        int size = Integer.BYTES + levels.length + cells.length;
        var page = new CompactThrift().i32(1, rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE);
        var header =
                new CompactThrift()
                        .i32(1, DATA_PAGE)
                        .i32(2, size)
                        .i32(3, size)
                        .struct(5, page)
                        .toBytes();
        var all = new ByteArrayOutputStream(header.length + size);
        all.writeBytes(header);
        all.writeBytes(littleEndian(levels.length));
        all.writeBytes(levels);
        all.writeBytes(cells);
        present.clear();
        values.reset();
        rows = 0;
        return all.toByteArray();
    }

    /// What the file's metadata says of a page that is all of this column in a row group.
    ///
    /// @param offset of the page in the file
    CompactThrift chunk(long offset, int pageBytes, int pageRows) {
        var meta =
                new CompactThrift()
                        .i32(1, type.number)
                        .i32s(2, List.of(PLAIN, RLE))
                        .texts(3, List.of(name))
                        .i32(4, UNCOMPRESSED)
                        .i64(5, pageRows)
                        .i64(6, pageBytes)
                        .i64(7, pageBytes)
                        .i64(9, offset);
        return new CompactThrift().i64(2, 0).struct(3, meta);
    }

    /// A bit a cell, 1 where it is not empty: one bit-packed run of the hybrid encoding.
    private byte[] definitionLevels() {
        int groups = (rows + 7) / 8;
        var run = new ByteArrayOutputStream();
        Varint.write(run, groups << 1 | 1);
        byte[] bits = new byte[groups];
        byte[] set = present.toByteArray();
        System.arraycopy(set, 0, bits, 0, set.length);
        run.writeBytes(bits);
        return run.toByteArray();
    }

    private void require(Type wanted) {
        if (type != wanted) {
            throw new IllegalStateException(name + " is a column of " + type + ", not " + wanted);
        }
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
