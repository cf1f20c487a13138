/// Options of a command from other places than its flags: environment variables and a file.
///
/// In: a command's options, whose long names are the names of all settings. Out: for each that no
/// flag gave a value, and where it came from. Confined to the command's thread.
package dev.glimpse.cli.config;
