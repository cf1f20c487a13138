/// Image files to pixels, one class a format.
///
/// In: a file's bytes. Out: a [Raster], 8-bit RGB, oriented, transparency over white.
/// [ImageFile#parse] tells the format and reads the header; [ImageFile#decode] then walks the whole
/// container in Java, with every length checked, and hands the decoder a file of the first image's
/// parts alone. BMP needs no decoder. [OpenCv] is the one class that calls native code and owns
/// native memory, which it frees before it returns or throws. No class keeps state between calls;
/// all work is on the caller's thread.
///
/// Not exported: [dev.glimpse.vision.image] is what others use.
package dev.glimpse.vision.image.codec;
