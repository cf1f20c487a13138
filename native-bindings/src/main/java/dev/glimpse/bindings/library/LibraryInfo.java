package dev.glimpse.bindings.library;

import java.nio.file.Path;

/// The native libraries in use.
///
/// @param folder where they are
/// @param version llama.cpp's version, such as `0.5.0`
/// @param commit llama.cpp's commit
/// @param system what the kernels were compiled for, as llama.cpp prints it
public record LibraryInfo(Path folder, String version, String commit, String system) {}
