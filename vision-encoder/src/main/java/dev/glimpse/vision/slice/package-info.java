/// How the official processors of the MiniCPM-V line cut an image: one overview of all of it and,
/// where it is large, a grid of slices of a finer copy.
///
/// [SlicePlanner] turns an image size and [SlicingOptions] into a [SlicePlan], which is arithmetic
/// alone; [ImageSlicer] carries a plan out on pixels, with the resizer of
/// [dev.glimpse.vision.slice.resize], and gives a [SlicedImage]. Sizes and pixels are those of the
/// official code exactly, which the tests hold against its own output.
///
/// Everything here is plain Java on the heap, immutable, and may be used from any thread.
///
/// Source: `image_processing_minicpmv.py` of MiniCPM-V 2.6 and `image_processing_minicpmv4_6.py` of
/// transformers 5.18.0.
package dev.glimpse.vision.slice;
