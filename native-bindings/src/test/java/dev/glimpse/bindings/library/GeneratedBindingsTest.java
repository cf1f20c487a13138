package dev.glimpse.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GeneratedBindingsTest {
    private static final Path MODULE = EmbeddedModel.projectRoot().resolve("native-bindings");
    private static final Path SOURCES = MODULE.resolve("src/main/java");

    @Test
    void nobodyChangedTheGeneratedFilesByHand() throws Exception {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(MODULE.resolve("src/main/jextract/ffi.sha256"))) {
            String[] fields = line.split(" +", 2);
            listed.put(fields[1], fields[0]);
        }
        assertThat(checksums()).isEqualTo(listed);
    }

    private static Map<String, String> checksums() throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(SOURCES.resolve("dev/glimpse/bindings/ffi"))) {
            for (Path file : files.toList()) {
                if (!file.endsWith("package-info.java")) {
                    found.put(SOURCES.relativize(file).toString(), sha256(file));
                }
            }
        }
        return found;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
