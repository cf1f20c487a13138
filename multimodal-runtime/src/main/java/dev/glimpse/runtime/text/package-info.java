/// From a model's tokens to the text that a reader sees: token bytes go in, whole characters come
/// out ([dev.glimpse.runtime.text.Utf8Assembler]), what was thought aloud apart from the answer
/// ([dev.glimpse.runtime.text.ReasoningSplitter]), the answer up to the first stop string
/// ([dev.glimpse.runtime.text.StopMatcher]). One of each belongs to one answer and to the thread
/// that decodes it. Pure Java; nothing here owns native memory.
package dev.glimpse.runtime.text;
