package dev.glimpse.vision.siglip.bench;

import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.vision.siglip.SyntheticModel;
import dev.glimpse.vision.siglip.SyntheticTextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a pair of models in the shape of MiniCPM-V 2 with random weights, for benchmarks that
/// start programs: `decoder-2b-q4_0.gguf` (1.8 GB) and `mmproj-so400m-f16.gguf` (1 GB), where they
/// are not there yet.
///
/// Argument: the folder.
public final class WriteModels {
    private static final int QUERIES = 64;

    private WriteModels() {}

    private interface Writing {
        void to(Path file) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        var decoder = SyntheticTextModel.MINICPM_2B;
        once(folder.resolve("decoder-2b-q4_0.gguf"), file -> decoder.write(TensorType.Q4_0, file));
        once(
                folder.resolve("mmproj-so400m-f16.gguf"),
                file ->
                        SyntheticModel.SO400M
                                .resampling(TensorType.F16, QUERIES, decoder.width())
                                .write(file));
    }

    /// A file that is there is whole.
    private static void once(Path file, Writing writing) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path begun = file.resolveSibling(file.getFileName() + ".part");
        writing.to(begun);
        Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
