/// The command line. [dev.glimpse.cli.Glimpse] lists the commands, [dev.glimpse.cli.ErrorPrinter]
/// turns exceptions into messages and exit codes; the commands are in `command`.
package dev.glimpse.cli;
