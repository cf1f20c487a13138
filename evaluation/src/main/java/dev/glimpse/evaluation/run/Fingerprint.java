package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Says which file it was: SHA-256 of all its bytes; of a folder, of the names and bytes of the
/// files in it, and of files of text in folders below, where benchmarks have their questions.
public final class Fingerprint {
    private static final int BUFFER_BYTES = 1 << 20;

    private Fingerprint() {}

    /// The digest in hexadecimal.
    ///
    /// @throws RunException if the file cannot be read
    public static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (Files.isDirectory(file)) {
                for (Path part : parts(file)) {
                    digest.update(
                            String.valueOf(part.getFileName()).getBytes(StandardCharsets.UTF_8));
                    add(part, digest);
                }
            } else {
                add(file, digest);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new RunException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static List<Path> parts(Path folder) throws IOException {
        Path real = folder.toRealPath(); // of a link, a walk would see the link alone
        try (Stream<Path> files = Files.walk(real)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> real.equals(file.getParent()) || hasQuestions(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasQuestions(Path file) {
        return file.toString().matches(".*\\.(json|txt|csv|tsv)");
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = stream.read(buffer); read > 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
