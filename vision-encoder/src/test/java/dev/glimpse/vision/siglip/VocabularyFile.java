package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.testing.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Path;

/// The embedded model's vocabulary with another width: libmtmd wants a text model of the encoder's
/// width, and reads no more of it.
public final class VocabularyFile {
    private VocabularyFile() {}

    /// Writes it to a folder.
    public static Path write(Path folder, int width) throws IOException {
        Path file = folder.resolve("vocabulary-" + width + ".gguf");
        var writer = new GgufWriter();
        GgufFile.read(EmbeddedModel.text()).metadata().forEach(writer::put);
        writer.put("minicpm.embedding_length", new GgufValue.Int(GgufType.U32, width));
        writer.write(file);
        return file;
    }
}
