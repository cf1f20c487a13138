/// Images to what a decoder reads in their place: [VisionEncoder] is the one entrance.
///
/// In: decoded images. Out: [EncodedImage], plain values that outlive the encoder. Memory: the
/// encoder owns the weights. Thread: one at a time.
package dev.glimpse.vision;
