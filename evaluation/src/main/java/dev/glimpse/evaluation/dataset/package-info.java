/// Reads files of questions into records.
///
/// In: a UTF-8 file. Out: rows with images as absolute paths, none of them read yet. Everything is
/// plain memory and immutable; any thread may read.
package dev.glimpse.evaluation.dataset;
