package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir Path temporary;

    @Test
    void folderBehindALinkIsTheFolder() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("data"));
        Files.writeString(folder.resolve("part-0.parquet"), "rows");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        String before = Fingerprint.sha256(folder);

        assertThat(Fingerprint.sha256(link)).isEqualTo(before);
        Files.writeString(folder.resolve("part-0.parquet"), "other rows");
        assertThat(Fingerprint.sha256(link)).isNotEqualTo(before);
    }
}
