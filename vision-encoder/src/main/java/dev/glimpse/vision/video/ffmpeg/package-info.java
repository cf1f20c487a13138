/// The process that reads a video file: [dev.glimpse.vision.video.ffmpeg.FrameExtraction] is its
/// program, which writes frames as [dev.glimpse.vision.video.FrameWire] to its output. The one
/// place that calls FFmpeg; nothing of it is loaded where models run.
package dev.glimpse.vision.video.ffmpeg;
