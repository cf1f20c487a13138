/// Writes Parquet files of plain columns (the format's specification, version 2.11;
/// parquet.thrift): what captions need of the format, and no more. Reading is `evaluation.table`'s.
///
/// In: values, row by row. Out: bytes to a stream, which stays the caller's. Confined to one
/// thread; memory: the rows of one group.
package dev.glimpse.cli.parquet;
