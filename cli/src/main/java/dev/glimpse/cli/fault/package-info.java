/// How commands end: exit codes, and exceptions whose message is fit to print.
package dev.glimpse.cli.fault;
