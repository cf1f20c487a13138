/// The run of `glimpse caption`: images in, a row for each out, in the images' order.
///
/// [dev.glimpse.cli.caption.CaptionRun] reads files and writes rows on the command's thread; its
/// workers decode images and wait for answers, by [dev.glimpse.cli.caption.Captioner], which is
/// thread-safe. Between the two are a bounded number of images.
package dev.glimpse.cli.caption;
