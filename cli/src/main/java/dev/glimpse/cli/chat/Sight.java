package dev.glimpse.cli.chat;

import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.vision.video.FrameSampling;
import java.util.OptionalInt;

/// How the model sees what it is shown in a conversation.
///
/// @param images each image and each frame
/// @param sampling which frames of a video
/// @param framesPerPack as of [dev.glimpse.runtime.chat.Content.Video]
public record Sight(ImageOptions images, FrameSampling sampling, OptionalInt framesPerPack) {}
