/// Reads files of rows: TSV, CSV, JSON lines, JSON, Excel sheets, Parquet, folders of MME results.
///
/// In: a file. Out: rows of named texts, one at a time, and any row again by its place. TSV, CSV,
/// JSON lines and Parquet are streamed, so a file may be larger than memory; the other formats are
/// read whole. Nothing is held open between calls. Any thread.
package dev.glimpse.evaluation.table;
