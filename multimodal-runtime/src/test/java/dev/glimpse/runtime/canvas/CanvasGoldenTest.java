package dev.glimpse.runtime.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/// Against the positions of the official MiniCPM-V 4.7: pictures with and without slices, several
/// of them, videos. `-Dglimpse.golden.dir=DIR` names the folder with `minicpmv4_7`.
@EnabledIfSystemProperty(
        named = "glimpse.golden.dir",
        matches = ".+",
        disabledReason = "the goldens are given by -Dglimpse.golden.dir")
class CanvasGoldenTest {
    @Test
    void positionsAreTheOfficialOnes() throws IOException {
        var golden = CanvasGolden.read();
        int layouts = 0;
        for (JsonNode expected : golden.json().get("cases")) {
            String tag = expected.get("tag").stringValue();
            var found = CanvasPositions.of(golden.parts(expected), golden.markers());
            Path file = golden.folder().resolve("minicpmv4_7/" + tag + ".positions.npy");
            assertThat(rows(found)).as(tag).isEqualTo(npy(file));
            assertThat(found.next()).as(tag).isEqualTo(expected.get("next_position").intValue());
            layouts++;
        }
        assertThat(layouts).isEqualTo(17);
    }

    private static int[] rows(CanvasPositions positions) {
        int size = positions.size();
        int[] rows = new int[3 * size];
        for (int i = 0; i < size; i++) {
            rows[i] = positions.time(i);
            rows[size + i] = positions.height(i);
            rows[2 * size + i] = positions.width(i);
        }
        return rows;
    }

    /// The integers of a NumPy file of version 1: magic, header length, header, data.
    private static int[] npy(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = bytes.getShort(8);
        var text = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
        assertThat(text).contains("'<i4'").contains("'fortran_order': False");
        var integers =
                bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] values = new int[integers.remaining()];
        integers.get(values);
        return values;
    }
}
