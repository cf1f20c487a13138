package dev.glimpse.runtime.encode;

import dev.glimpse.runtime.disk.CacheFolder;
import dev.glimpse.vision.EncodedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Embeddings in a folder, a file each; see [CacheFolder]. What is read is checked, and what does
/// not pass is deleted. Thread-safe.
final class EmbeddingFolder {
    private final CacheFolder files;

    /// @param limit bytes
    EmbeddingFolder(Path folder, long limit) {
        files = new CacheFolder(folder, ".embedding", limit);
    }

    Optional<EncodedImage> find(ImageKey key) {
        try {
            byte[] bytes = Files.readAllBytes(files.place(key.digest()));
            EncodedImage image = EmbeddingBytes.read(key, bytes);
            files.markUsed(key.digest());
            return Optional.of(image);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            files.discard(key.digest(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void put(ImageKey key, EncodedImage image) {
        boolean _ =
                files.put(key.digest(), List.of(ByteBuffer.wrap(EmbeddingBytes.write(key, image))));
    }
}
