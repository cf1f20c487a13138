/// Options that several commands share, each group a picocli mixin that turns into a value of the
/// runtime.
package dev.glimpse.cli.flag;
