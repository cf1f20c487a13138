/// Frames of videos: [dev.glimpse.vision.video.FrameChoice] says which of them a model sees,
/// [dev.glimpse.vision.video.VideoDecoding] has a file read by FFmpeg in a process of its own,
/// whose program is in [dev.glimpse.vision.video.ffmpeg].
///
/// In: files and rules. Out: [frames][dev.glimpse.vision.video.SampledFrame], plain values. Any
/// thread.
package dev.glimpse.vision.video;
