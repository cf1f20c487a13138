/// Where the tokens of a MiniCPM-V 4.7 prompt stand: in time, height and width. Pictures are laid
/// on a canvas between the text, their slices side by side and their overview stretched over all of
/// them; text stands at equal coordinates before and after.
///
/// In: a prompt's [dev.glimpse.runtime.canvas.CanvasPart]s and the model's
/// [dev.glimpse.runtime.canvas.CanvasMarkers]. Out: [dev.glimpse.runtime.canvas.CanvasPositions],
/// equal to those of the official implementation. Pure, no native code, the caller's thread. To
/// llama.cpp they are a kind of M-RoPE whose first row is the running index, with the sections of
/// the file in another order: see [dev.glimpse.bindings.llama.LlamaModel#openOnCanvas].
package dev.glimpse.runtime.canvas;
