/// The images of `glimpse caption`: paths, folders, globs and lists in, images in a defined order
/// out, each read when its turn comes. Confined to the command's thread.
package dev.glimpse.cli.source;
