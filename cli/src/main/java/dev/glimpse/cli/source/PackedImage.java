package dev.glimpse.cli.source;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.io.InputStream;

/// An image file in an archive.
///
/// @param name the archive's, with the file's path in it
/// @param contents the file
record PackedImage(String name, Contents contents) implements ImageSource {

    /// Where the file's bytes come from.
    interface Contents {
        /// From the beginning, each time.
        InputStream open() throws IOException;
    }

    @Override
    public NamedImage read() {
        try (var stream = contents.open()) {
            return ImageFiles.readStream(name, stream);
        } catch (IOException e) {
            throw CommandException.badInput(
                    "image " + name + " cannot be unpacked: " + e.getMessage(), e);
        }
    }
}
