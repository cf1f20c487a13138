package dev.glimpse.cli.source;

import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;

/// An image that can be read.
public interface ImageSource {

    /// By which its row is known, and it alone: its path with `/` between folders.
    String name();

    /// Its bytes.
    ///
    /// @throws CommandException if they cannot be read, saying why
    NamedImage read();
}
