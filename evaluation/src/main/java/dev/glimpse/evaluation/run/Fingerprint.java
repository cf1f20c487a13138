package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Says which file it was: SHA-256 of all its bytes.
public final class Fingerprint {
    private static final int BUFFER_BYTES = 1 << 20;

    private Fingerprint() {}

    /// The digest in hexadecimal.
    ///
    /// @throws RunException if the file cannot be read
    public static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream stream = Files.newInputStream(file)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = stream.read(buffer); read > 0; read = stream.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new RunException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
