/// Owners over ggml for graphs drawn in Java.
///
/// [Device] and [BufferType] say what there is; [Backend] computes; [TensorContext] describes
/// tensors and records operations on them, [TensorBuffer] holds their numbers, [Graph] puts
/// operations in order, [GraphMemory] finds room for what is between inputs and outputs.
///
/// A [Tensor] is a view that dies with its context. Every operation checks its operands' shapes and
/// types in Java, since ggml's own answer to a wrong one is to end the process. Extents are in
/// ggml's order: the contiguous one first. Everything is confined to one thread at a time.
package dev.glimpse.bindings.ggml;
