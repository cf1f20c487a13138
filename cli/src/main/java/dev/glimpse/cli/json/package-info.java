/// What `--json` prints: values in, one line of JSON out. Pure; any thread.
package dev.glimpse.cli.json;
