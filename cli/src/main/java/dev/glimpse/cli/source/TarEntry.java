package dev.glimpse.cli.source;

/// A file in a tar archive.
///
/// @param start where its bytes begin in the archive
/// @param bytes how many they are
record TarEntry(String name, long start, long bytes) {}
