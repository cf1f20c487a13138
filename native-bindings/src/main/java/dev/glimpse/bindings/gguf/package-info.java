/// GGUF files, read in plain Java before native code sees them: [GgufFile] lists what is in a file
/// and refuses one whose structure is damaged.
///
/// The format is that of ggml's `docs/gguf.md`, versions 2 and 3, little endian.
package dev.glimpse.bindings.gguf;
