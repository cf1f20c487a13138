package dev.glimpse.runtime;

import java.nio.file.Path;
import java.util.Optional;

/// Where the embeddings of images are kept, so that an image is encoded once.
///
/// @param memoryBytes how much of the heap they may take; 0 keeps none
/// @param folder where they are kept beyond the process; empty keeps none. Several processes may
///   share it
/// @param folderBytes how much the folder may hold
public record ImageCacheOptions(long memoryBytes, Optional<Path> folder, long folderBytes) {
    /// 256 MiB in memory: some hundred images of ten slices, or a thousand of one. None on disk.
    public static final ImageCacheOptions DEFAULT =
            new ImageCacheOptions(256L << 20, Optional.empty(), 4L << 30);

    public ImageCacheOptions {
        if (memoryBytes < 0 || folderBytes < 0) {
            throw new IllegalArgumentException(
                    "image cache of "
                            + memoryBytes
                            + " bytes in memory and "
                            + folderBytes
                            + " in its folder; allowed: 0 (none) or more");
        }
    }

    public ImageCacheOptions withMemoryBytes(long value) {
        return new ImageCacheOptions(value, folder, folderBytes);
    }

    public ImageCacheOptions withFolder(Path value) {
        return new ImageCacheOptions(memoryBytes, Optional.of(value), folderBytes);
    }

    public ImageCacheOptions withFolderBytes(long value) {
        return new ImageCacheOptions(memoryBytes, folder, value);
    }
}
