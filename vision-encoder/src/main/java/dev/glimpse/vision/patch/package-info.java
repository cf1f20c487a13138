/// What the vision encoder reads: a slice cut into square patches, their pixels normalized to
/// floats, and where each patch stands in the table of position embeddings.
///
/// [Patches] are the pixels, [PatchGrid] how many there are on each side, [BucketRule] their
/// positions; of 2.0 [PositionTable]. Plain Java on the heap, immutable, for any thread.
package dev.glimpse.vision.patch;
