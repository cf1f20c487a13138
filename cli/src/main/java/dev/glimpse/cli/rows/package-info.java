/// Rows of `glimpse caption`: what one says, how it is written, and how a file of them is gone on
/// with after a run was killed.
///
/// [dev.glimpse.cli.rows.RowFile] owns the file and its lock; the rest is values. Confined to the
/// command's thread.
package dev.glimpse.cli.rows;
