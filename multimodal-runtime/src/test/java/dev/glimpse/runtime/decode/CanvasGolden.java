package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.EmbeddingGrid;
import dev.glimpse.vision.ImageEmbedding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The layouts of the official MiniCPM-V 4.7: `golden/canvas`, whose README says where they are
/// from.
final class CanvasGolden {
    static final int WIDTH = 128;
    static final int TOKENS = 512;

    private final JsonNode json;
    private final ByteBuffer embeddings;
    private final ByteBuffer logits;
    private final ByteBuffer positions;

    private CanvasGolden() throws IOException {
        json = JsonMapper.shared().readTree(resource("layouts.json").readAllBytes());
        embeddings = unpacked("embeddings.f32.gz");
        logits = unpacked("logits.f32.gz");
        positions = unpacked("positions.i32.gz");
    }

    /// @param places time, height and width of each row
    /// @param logits after the last row
    /// @param next where the answer begins
    /// @param greedy the tokens that follow
    /// @param official whether all image rows are those of the official encoder
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Layout(
            String tag,
            Prompt prompt,
            List<Place> places,
            float[] logits,
            int next,
            List<Integer> greedy,
            boolean official) {
        @Override
        public String toString() {
            return tag;
        }
    }

    static List<Layout> read() throws IOException {
        return new CanvasGolden().layouts();
    }

    /// The decoder, as a file that says nothing of its version.
    static Path model(Path folder, String name) throws IOException {
        try (var in = new GZIPInputStream(resource("text.gguf.gz"))) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    private List<Layout> layouts() {
        List<ImageEmbedding> crops = crops();
        JsonNode markers = json.get("markers");
        var canvas =
                new CanvasMarkers(
                        markers.get("image_start").intValue(),
                        markers.get("image_end").intValue(),
                        markers.get("slice_start").intValue(),
                        markers.get("slice_end").intValue(),
                        markers.get("newline").intValue());
        var all = new ArrayList<Layout>();
        for (JsonNode each : json.get("layouts")) {
            var prompt = new Prompt(parts(each, crops), Optional.of(canvas));
            float[] expected = new float[TOKENS];
            logits.asFloatBuffer().get(all.size() * TOKENS, expected);
            all.add(
                    new Layout(
                            each.get("tag").stringValue(),
                            prompt,
                            places(prompt.tokens()),
                            expected,
                            each.get("next").intValue(),
                            each.get("greedy").valueStream().map(JsonNode::intValue).toList(),
                            each.get("official").booleanValue()));
        }
        return all;
    }

    private List<ImageEmbedding> crops() {
        var crops = new ArrayList<ImageEmbedding>();
        for (JsonNode size : json.get("crops")) {
            var grid = new EmbeddingGrid(size.get(0).intValue(), size.get(1).intValue());
            float[] values = new float[grid.size() * WIDTH];
            for (int i = 0; i < values.length; i++) {
                values[i] = embeddings.getFloat();
            }
            crops.add(
                    new ImageEmbedding(grid.size(), WIDTH, values, Optional.empty(), true)
                            .withGrid(grid));
        }
        return crops;
    }

    /// Runs of one token; -1 is a crop, the next one.
    private static List<PromptPart> parts(JsonNode layout, List<ImageEmbedding> crops) {
        var indices = layout.get("crops").iterator();
        var parts = new ArrayList<PromptPart>();
        for (JsonNode run : layout.get("ids")) {
            int id = run.get(0).intValue();
            parts.add(
                    id < 0
                            ? new PromptPart.Image(crops.get(indices.next().intValue()))
                            : new PromptPart.Tokens(
                                    Collections.nCopies(run.get(1).intValue(), id)));
        }
        return parts;
    }

    private List<Place> places(int rows) {
        int[] axes = new int[3 * rows];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = positions.getInt();
        }
        var places = new ArrayList<Place>();
        for (int row = 0; row < rows; row++) {
            places.add(new Place(row, axes[rows + row], axes[2 * rows + row], axes[row]));
        }
        return places;
    }

    private static ByteBuffer unpacked(String name) throws IOException {
        try (var in = new GZIPInputStream(resource(name))) {
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                CanvasGolden.class.getResourceAsStream("/golden/canvas/" + name), name);
    }
}
