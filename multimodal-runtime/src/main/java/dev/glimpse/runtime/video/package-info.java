/// Videos in conversations: [dev.glimpse.runtime.video.VideoFiles] has files read to frames,
/// [dev.glimpse.runtime.video.FramePlaces] lays frames out as the model reads them.
///
/// In: [messages][dev.glimpse.runtime.chat.Message] with videos. Out: messages in which each image,
/// and each [video][dev.glimpse.runtime.chat.Content.Video] that is left, takes one place of the
/// prompt. Plain values, no native memory, the caller's thread.
package dev.glimpse.runtime.video;
