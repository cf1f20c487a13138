/// Images: decoded files ([ImageDecoder]) and what they become ([RgbImage]).
///
/// In: bytes of JPEG, PNG, WebP, BMP, TIFF or GIF files, from anyone. Out: pixels equal to those
/// the models' official preprocessing sees. Files are checked in Java before native code sees them;
/// see [dev.glimpse.vision.image.codec]. Pixels are plain Java arrays that the garbage collector
/// owns; all work is on the caller's thread.
package dev.glimpse.vision.image;
