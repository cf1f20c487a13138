/// Benchmarks that start programs: [dev.glimpse.cli.bench.BenchStartup], from a command to its
/// first answer, and [dev.glimpse.cli.bench.BenchRuntime]: Glimpse's service beside llama.cpp's
/// server, each a process of its own, asked over HTTP by the same client, with the same files,
/// threads and questions, in turns.
///
/// [dev.glimpse.cli.bench.BenchRuntime] is the program. [dev.glimpse.cli.bench.ServerProcess] is
/// one of the two servers, [dev.glimpse.cli.bench.Traffic] what its users ask,
/// [dev.glimpse.cli.bench.StreamClient] one user's connection, [dev.glimpse.cli.bench.Outcome] what
/// came of it and when.
package dev.glimpse.cli.bench;
