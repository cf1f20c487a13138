package dev.glimpse.cli.source;

import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;

/// A line of a list that cannot be a file's name.
record BadName(String name, String reason) implements ImageSource {
    @Override
    public NamedImage read() {
        throw CommandException.badInput("image \"" + name + "\" is no file name: " + reason);
    }
}
