/// Bindings that jextract generated from llama.cpp's headers (`make bindings`). Not exported, not
/// formatted, not linted; the owners in the packages beside it are what the project uses.
@NullUnmarked
package dev.glimpse.bindings.ffi;

import org.jspecify.annotations.NullUnmarked;
