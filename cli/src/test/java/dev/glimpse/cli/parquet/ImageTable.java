package dev.glimpse.cli.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Parquet as data sets of images have it: a column `id`, and a column `image` of structs of bytes
/// and a path, as the `datasets` library writes images. One row group, not compressed.
public final class ImageTable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTE_ARRAY = 6;
    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private ImageTable() {}

    /// A row.
    ///
    /// @param bytes empty where it has no image
    public record Row(String id, List<Byte> bytes) {
        public static Row of(String id, byte[] bytes) {
            var list = new ArrayList<Byte>();
            for (byte each : bytes) {
                list.add(each);
            }
            return new Row(id, list);
        }
    }

    /// The file's bytes.
    public static byte[] of(List<Row> rows) {
        var ids = new ByteArrayOutputStream();
        var images = new ByteArrayOutputStream();
        int idLevels = 0;
        int imageLevels = 0;
        for (int row = 0; row < rows.size(); row++) {
            value(ids, rows.get(row).id().getBytes(StandardCharsets.UTF_8));
            idLevels |= 1 << row;
            List<Byte> bytes = rows.get(row).bytes();
            if (!bytes.isEmpty()) {
                var array = new byte[bytes.size()];
                for (int i = 0; i < array.length; i++) {
                    array[i] = bytes.get(i);
                }
                value(images, array);
                imageLevels |= 2 << (2 * row);
            }
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        var chunks = new ArrayList<CompactThrift>();
        chunks.add(chunk(file, List.of("id"), rows.size(), page(rows, idLevels, 1, ids)));
        chunks.add(
                chunk(
                        file,
                        List.of("image", "bytes"),
                        rows.size(),
                        page(rows, imageLevels, 2, images)));
        // No row has a path.
        chunks.add(
                chunk(
                        file,
                        List.of("image", "path"),
                        rows.size(),
                        page(rows, imageLevels >> 1, 2, new ByteArrayOutputStream())));
        byte[] metadata = metadata(rows.size(), file.size(), chunks);
        file.writeBytes(metadata);
        file.writeBytes(littleEndian(metadata.length));
        file.writeBytes(MAGIC);
        return file.toByteArray();
    }

    private static byte[] metadata(int rows, int bytes, List<CompactThrift> chunks) {
        var text = new CompactThrift().struct(1, new CompactThrift());
        var schema =
                List.of(
                        new CompactThrift().text(4, "schema").i32(5, 2),
                        leaf("id").i32(6, UTF8).struct(10, text),
                        new CompactThrift().i32(3, OPTIONAL).text(4, "image").i32(5, 2),
                        leaf("bytes"),
                        leaf("path").i32(6, UTF8).struct(10, text));
        var group = new CompactThrift().structs(1, chunks).i64(2, bytes).i64(3, rows);
        return new CompactThrift()
                .i32(1, 1)
                .structs(2, schema)
                .i64(3, rows)
                .structs(4, List.of(group))
                .toBytes();
    }

    private static CompactThrift leaf(String name) {
        return new CompactThrift().i32(1, BYTE_ARRAY).i32(3, OPTIONAL).text(4, name);
    }

    private static CompactThrift chunk(
            ByteArrayOutputStream file, List<String> path, int rows, byte[] page) {
        var meta =
                new CompactThrift()
                        .i32(1, BYTE_ARRAY)
                        .i32s(2, List.of(PLAIN, RLE))
                        .texts(3, path)
                        .i32(4, 0)
                        .i64(5, rows)
                        .i64(6, page.length)
                        .i64(7, page.length)
                        .i64(9, file.size());
        file.writeBytes(page);
        return new CompactThrift().i64(2, 0).struct(3, meta);
    }

    /// At most eight rows: one bit-packed group of definition levels.
    private static byte[] page(List<Row> rows, int levels, int width, ByteArrayOutputStream cells) {
        var run = new ByteArrayOutputStream();
        run.write(1 << 1 | 1);
        for (int i = 0; i < width; i++) {
            run.write(levels >> (8 * i));
        }
        int size = Integer.BYTES + run.size() + cells.size();
        var head = new CompactThrift().i32(1, rows.size()).i32(2, PLAIN).i32(3, RLE).i32(4, RLE);
        var all = new ByteArrayOutputStream();
        all.writeBytes(
                new CompactThrift().i32(1, 0).i32(2, size).i32(3, size).struct(5, head).toBytes());
        all.writeBytes(littleEndian(run.size()));
        all.writeBytes(run.toByteArray());
        all.writeBytes(cells.toByteArray());
        return all.toByteArray();
    }

    private static void value(ByteArrayOutputStream cells, byte[] bytes) {
        cells.writeBytes(littleEndian(bytes.length));
        cells.writeBytes(bytes);
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
