/// What `glimpse eval` shows and writes: progress, the table of a score, the files of a report.
///
/// In: scores. Out: lines and files. Confined to the thread that runs the command, but for
/// progress, which is told by one thread at a time.
package dev.glimpse.cli.evaluate;
