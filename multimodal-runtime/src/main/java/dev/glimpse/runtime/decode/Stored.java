package dev.glimpse.runtime.decode;

/// A saved prefix in a file, by its rows.
///
/// @param name of the file
record Stored(String name, RowNumbers rows, long bytes) {}
