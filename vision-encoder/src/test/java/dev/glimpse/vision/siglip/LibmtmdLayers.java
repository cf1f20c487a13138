package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.mtmd.LayerProbe;
import dev.glimpse.bindings.mtmd.MtmdChunk;
import dev.glimpse.bindings.mtmd.MtmdContext;
import dev.glimpse.bindings.mtmd.MtmdParams;
import dev.glimpse.vision.image.RgbImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What libmtmd computes for an image that it neither cuts nor resizes.
final class LibmtmdLayers implements LayerProbe {
    private final Set<String> names;
    private final Map<String, float[]> found = new LinkedHashMap<>();

    private LibmtmdLayers(Set<String> names) {
        this.names = names;
    }

    @Override
    public boolean wants(String name) {
        return names.contains(name);
    }

    @Override
    public void values(String name, float[] values) {
        found.put(name, values);
    }

    /// The values of named steps in the order in which they were computed.
    ///
    /// @param vocabulary from [VocabularyFile], or the whole text model
    static Map<String, float[]> of(
            Path mmproj, Path vocabulary, RgbImage image, Set<String> names) {
        var probe = new LibmtmdLayers(names);
        var params = new MtmdParams(1, false, false);
        try (var text = LlamaModel.open(vocabulary, ModelParams.VOCABULARY);
                var context = MtmdContext.openProbed(mmproj, text, params, probe);
                var chunks = context.prepare(image.width(), image.height(), image.toByteArray())) {
            for (MtmdChunk chunk : chunks.list()) {
                if (chunk instanceof MtmdChunk.Image slice) {
                    chunks.encode(slice.index());
                }
            }
        }
        return probe.found;
    }
}
