/// Resizing to the byte as the official processors do it: bicubic (a = -0.5), widened by the scale
/// when shrinking ("antialias"), 8-bit values in between and after.
///
/// [Resizer] is the entrance. Other libraries' bicubic is another filter: OpenCV's has another
/// coefficient (-0.75) and does not widen.
///
/// How it is made fast: the sums are plain `int` loops of the form `sum[i] += weight * value[i]`
/// over rows, which the JIT compiler turns into vector instructions. That takes all arrays at the
/// same index and of `int`: loads of bytes are not vectorized, nor are offsets that may overlap. So
/// columns are summed as rows too, after a block of rows is transposed; and the rows that come out
/// stay `int` until the end, in a ring that holds just those still needed.
///
/// Source: `src/libImaging/Resample.c` of Pillow 12.3.0;
/// `aten/src/ATen/native/cpu/UpSampleKernel.cpp` of PyTorch 2.13.
package dev.glimpse.vision.slice.resize;
