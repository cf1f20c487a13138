/// The images of `glimpse caption`: paths, folders, globs, archives and lists in, images in a
/// defined order out, each read when its turn comes.
///
/// [dev.glimpse.cli.source.Sources] owns the archives it opened. Confined to the command's thread.
package dev.glimpse.cli.source;
