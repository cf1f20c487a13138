package dev.glimpse.cli.install;

/// Something that the program found around it.
///
/// @param name as `java`, or an environment variable
/// @param value empty where a variable is not set
public record Place(String name, String value) {}
