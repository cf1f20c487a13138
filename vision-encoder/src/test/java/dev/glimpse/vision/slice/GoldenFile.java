package dev.glimpse.vision.slice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The files of `golden/slicing`, and the hashes in them.
public final class GoldenFile {

    /// One line of a file.
    public static final class Row {
        private final String[] fields;

        private Row(String line) {
            this.fields = line.split(",", -1);
        }

        public String text(int column) {
            return fields[column];
        }

        public int number(int column) {
            return Integer.parseInt(fields[column]);
        }

        @Override
        public String toString() {
            return String.join(",", fields);
        }
    }

    private GoldenFile() {}

    /// The rows of a file, without its header.
    public static List<Row> rows(String name) {
        try (InputStream file = GoldenFile.class.getResourceAsStream("/golden/slicing/" + name)) {
            if (file == null) {
                throw new IllegalStateException(
                        "test resource golden/slicing/" + name + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Row::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
