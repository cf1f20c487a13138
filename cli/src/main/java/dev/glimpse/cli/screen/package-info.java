/// The process's three streams, and how text looks on them.
///
/// Plain text when piped; colours and notes only on a terminal. Confined to the command's thread.
package dev.glimpse.cli.screen;
