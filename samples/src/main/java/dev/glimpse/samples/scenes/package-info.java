/// Draws the rendered images of `samples/images`, so that their origin can be seen and repeated:
///
/// `mvn -pl samples -am compile`, then run [RenderSampleImages] with the folder.
///
/// In: nothing but this code. Out: PNG files, the same on every machine. Plain Java: no fonts, no
/// graphics library. All on the caller's thread.
package dev.glimpse.samples.scenes;
