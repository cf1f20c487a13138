package dev.glimpse.cli.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A struct in Thrift's compact protocol, in which Parquet writes its metadata. Fields are added in
/// the order of their numbers.
final class CompactThrift {
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    /// Steps between field numbers, and lengths of lists, that fit the half of a byte.
    private static final int SHORT = 15;

    private static final int STOP = 0;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int lastField;

    CompactThrift i32(int field, int value) {
        begin(field, I32);
        signed(value);
        return this;
    }

    CompactThrift i64(int field, long value) {
        begin(field, I64);
        signed(value);
        return this;
    }

    CompactThrift text(int field, String value) {
        begin(field, BINARY);
        text(value);
        return this;
    }

    CompactThrift struct(int field, CompactThrift value) {
        begin(field, STRUCT);
        bytes.writeBytes(value.toBytes());
        return this;
    }

    CompactThrift i32s(int field, List<Integer> values) {
        list(field, I32, values.size());
        values.forEach(this::signed);
        return this;
    }

    CompactThrift texts(int field, List<String> values) {
        list(field, BINARY, values.size());
        values.forEach(this::text);
        return this;
    }

    CompactThrift structs(int field, List<CompactThrift> values) {
        list(field, STRUCT, values.size());
        values.forEach(value -> bytes.writeBytes(value.toBytes()));
        return this;
    }

    /// The struct with its end.
    byte[] toBytes() {
        byte[] fields = bytes.toByteArray();
        byte[] all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = STOP;
        return all;
    }

    private void begin(int field, int type) {
        int step = field - lastField;
        if (step < 1 || step > SHORT) {
            throw new IllegalArgumentException(
                    "field " + field + " comes after " + lastField + "; steps are 1 to " + SHORT);
        }
        bytes.write(step << 4 | type);
        lastField = field;
    }

    private void list(int field, int type, int size) {
        begin(field, LIST);
        if (size < SHORT) {
            bytes.write(size << 4 | type);
        } else {
            bytes.write(SHORT << 4 | type);
            Varint.write(bytes, size);
        }
    }

    private void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        Varint.write(bytes, encoded.length);
        bytes.writeBytes(encoded);
    }

    /// A signed number in zigzag order: 0, -1, 1, -2, ...
    private void signed(long value) {
        Varint.write(bytes, value << 1 ^ value >> 63);
    }
}
