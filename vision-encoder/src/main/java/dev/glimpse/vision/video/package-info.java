/// Frames of videos: [FrameSampling] says which of them a model sees.
///
/// Plain values, any thread.
package dev.glimpse.vision.video;
