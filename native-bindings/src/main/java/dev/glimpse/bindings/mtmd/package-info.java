/// Owners over libmtmd: image encoders of every family that llama.cpp knows. Its C interface is
/// declared unstable, so the llama.cpp version is pinned. [MtmdContext] is confined to the vision
/// thread.
package dev.glimpse.bindings.mtmd;
