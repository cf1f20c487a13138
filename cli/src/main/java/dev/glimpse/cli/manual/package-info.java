/// Pages of the manual, from the commands' own descriptions.
package dev.glimpse.cli.manual;
