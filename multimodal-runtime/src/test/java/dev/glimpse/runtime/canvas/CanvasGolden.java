package dev.glimpse.runtime.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.canvas.CanvasPart.Crop;
import dev.glimpse.runtime.canvas.CanvasPart.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The layouts of the official MiniCPM-V 4.7, as `minicpmv4_7/golden.json` lists them.
record CanvasGolden(Path folder, JsonNode json) {

    /// Those in the folder that `-Dglimpse.golden.dir` names.
    static CanvasGolden read() throws IOException {
        Path folder = Path.of(System.getProperty("glimpse.golden.dir"));
        Path file = folder.resolve("minicpmv4_7/golden.json");
        return new CanvasGolden(folder, JsonMapper.shared().readTree(file.toFile()));
    }

    JsonNode layout(String tag) {
        return json.get("cases")
                .valueStream()
                .filter(layout -> layout.get("tag").stringValue().equals(tag))
                .findFirst()
                .orElseThrow();
    }

    CanvasMarkers markers() {
        return new CanvasMarkers(
                special("<image>"),
                special("</image>"),
                special("<slice>"),
                special("</slice>"),
                json.get("newline_id").intValue());
    }

    private int special(String name) {
        return json.get("special_ids").get(name).intValue();
    }

    List<CanvasPart> parts(JsonNode layout) {
        boolean fourfold = layout.get("options").path("downsample_mode").asString("").equals("4x");
        int merge = fourfold ? 2 : 4;
        var images = layout.get("target_sizes").iterator();
        var videos = layout.get("target_sizes_videos").iterator();
        var parts = new ArrayList<CanvasPart>();
        for (JsonNode run : layout.get("input_ids_rle")) {
            int id = run.get(0).intValue();
            int count = run.get(1).intValue();
            boolean image = id == special("<|image_pad|>");
            if (image || id == special("<|video_pad|>")) {
                JsonNode size = image ? images.next() : videos.next();
                var crop = new Crop(size.get(0).intValue() / merge, size.get(1).intValue() / merge);
                assertThat(crop.rows() * crop.columns()).isEqualTo(count);
                parts.add(crop);
            } else {
                parts.add(new Tokens(Collections.nCopies(count, id)));
            }
        }
        return parts;
    }
}
