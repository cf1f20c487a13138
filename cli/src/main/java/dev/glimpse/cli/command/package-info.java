/// One class a command: reads its flags, calls the modules below, prints.
///
/// Exceptions leave a command as they are; [dev.glimpse.cli.Glimpse] prints them and picks the exit
/// code.
package dev.glimpse.cli.command;
