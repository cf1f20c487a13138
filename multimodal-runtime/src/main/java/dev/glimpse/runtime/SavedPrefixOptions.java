package dev.glimpse.runtime;

import java.nio.file.Path;
import java.util.Optional;

/// Where prompts and answers are saved that are given up in the KV cache, so that what begins alike
/// need not compute them again. Saving and restoring one holds up all answers while its state is
/// copied.
///
/// @param memoryBytes how much of the heap they may take; 0 keeps none
/// @param folder where they are kept beyond the process; empty keeps none. It has conversations in
///   plain, and llama.cpp reads the states in it: nobody else should be able to write there.
///   Several processes may share it
/// @param folderBytes how much the folder may hold
public record SavedPrefixOptions(long memoryBytes, Optional<Path> folder, long folderBytes) {
    /// Nothing is saved.
    public static final SavedPrefixOptions NONE =
            new SavedPrefixOptions(0, Optional.empty(), 4L << 30);

    public SavedPrefixOptions {
        long heap = Runtime.getRuntime().maxMemory();
        if (memoryBytes < 0 || memoryBytes > heap / 2) {
            throw new IllegalArgumentException(
                    "savedPrefixMemory is "
                            + memoryBytes
                            + " bytes; allowed: 0 (none) to half of the heap of "
                            + heap
                            + " bytes (-Xmx)");
        }
        if (folderBytes < 0) {
            throw new IllegalArgumentException(
                    "savedPrefixFolderSize is " + folderBytes + " bytes; allowed: 0 or more");
        }
    }

    public SavedPrefixOptions withMemoryBytes(long value) {
        return new SavedPrefixOptions(value, folder, folderBytes);
    }

    public SavedPrefixOptions withFolder(Path value) {
        return new SavedPrefixOptions(memoryBytes, Optional.of(value), folderBytes);
    }

    public SavedPrefixOptions withFolderBytes(long value) {
        return new SavedPrefixOptions(memoryBytes, folder, value);
    }
}
