/// What libraries and the service log, on standard error: a line of text or of JSON an event.
///
/// In: events of SLF4J, by Logback. Out: lines. [dev.glimpse.cli.log.Logging] is called on the
/// command's thread before anything is logged; after that any thread logs.
package dev.glimpse.cli.log;
