/// Conversations, and how they become a model's prompt.
///
/// A [dev.glimpse.runtime.chat.Message] has text and images. The model's own Jinja template, a
/// [dev.glimpse.runtime.chat.ChatTemplate], renders messages to a
/// [dev.glimpse.runtime.chat.RenderedPrompt]: texts and images in reading order.
///
/// **What users write stays text.** While the template runs, every character knows whether the
/// template or a user wrote it, through `strip`, `split`, `in` and whatever else a template does to
/// content. The template computes with the real content, never with placeholders, so the result is
/// the official one to the character. Images are characters of an origin of their own, so no text
/// can pass for one, whatever it says.
///
/// **Tokens.** The official tokenization is that of the whole prompt: pieces tokenized one by one
/// lose the merges across their borders. So
/// [RenderedPrompt#joined][dev.glimpse.runtime.chat.RenderedPrompt#joined] makes one text of
/// template and user wherever the user wrote nothing that the vocabulary knows as a special token;
/// only where a user did (`<|im_end|>`, `<image>`, `<AI>`) is that user's text kept apart, to be
/// tokenized without special tokens.
///
/// **Images.** Templates of models with vision take a list of parts and write a placeholder of
/// theirs, which becomes the image. Templates that take text only (MiniCPM-V up to 4.5) get the
/// parts joined by newlines with the images among them, as OpenBMB's `chat()` does. Which kind a
/// template is, it is asked when it is compiled.
///
/// Everything here is immutable and free of native code; templates may be rendered by any thread.
package dev.glimpse.runtime.chat;
