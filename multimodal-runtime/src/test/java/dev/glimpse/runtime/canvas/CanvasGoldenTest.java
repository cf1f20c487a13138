package dev.glimpse.runtime.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.canvas.CanvasPart.Crop;
import dev.glimpse.runtime.canvas.CanvasPart.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against the positions of the official MiniCPM-V 4.7: pictures with and without slices, several
/// of them, videos. `-Dglimpse.golden.dir=DIR` names the folder with `minicpmv4_7`.
@EnabledIfSystemProperty(
        named = "glimpse.golden.dir",
        matches = ".+",
        disabledReason = "the goldens are given by -Dglimpse.golden.dir")
class CanvasGoldenTest {
    @Test
    void positionsAreTheOfficialOnes() throws IOException {
        Path folder = Path.of(System.getProperty("glimpse.golden.dir")).resolve("minicpmv4_7");
        JsonNode golden = JsonMapper.shared().readTree(folder.resolve("golden.json"));
        JsonNode ids = golden.get("special_ids");
        var markers =
                new CanvasMarkers(
                        ids.get("<image>").intValue(),
                        ids.get("</image>").intValue(),
                        ids.get("<slice>").intValue(),
                        ids.get("</slice>").intValue(),
                        golden.get("newline_id").intValue());
        for (JsonNode expected : golden.get("cases")) {
            String tag = expected.get("tag").stringValue();
            var found = CanvasPositions.of(parts(expected, ids), markers);
            int[] positions = npy(folder.resolve(tag + ".positions.npy"));
            assertThat(rows(found)).as(tag).isEqualTo(positions);
            assertThat(found.next()).as(tag).isEqualTo(expected.get("next_position").intValue());
        }
        assertThat(golden.get("cases").size()).isEqualTo(17);
    }

    private static List<CanvasPart> parts(JsonNode expected, JsonNode ids) {
        boolean fourfold =
                expected.get("options").path("downsample_mode").asString("").equals("4x");
        var images = expected.get("target_sizes").iterator();
        var videos = expected.get("target_sizes_videos").iterator();
        var parts = new ArrayList<CanvasPart>();
        for (JsonNode run : expected.get("input_ids_rle")) {
            int id = run.get(0).intValue();
            int count = run.get(1).intValue();
            boolean image = id == ids.get("<|image_pad|>").intValue();
            if (image || id == ids.get("<|video_pad|>").intValue()) {
                JsonNode size = image ? images.next() : videos.next();
                int merge = fourfold ? 2 : 4;
                var crop = new Crop(size.get(0).intValue() / merge, size.get(1).intValue() / merge);
                assertThat(crop.rows() * crop.columns()).isEqualTo(count);
                parts.add(crop);
            } else {
                parts.add(new Tokens(Collections.nCopies(count, id)));
            }
        }
        return parts;
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
