/// What `glimpse inspect` shows of a GGUF file. Pure: a checked file in, text out; any thread.
package dev.glimpse.cli.inspect;
