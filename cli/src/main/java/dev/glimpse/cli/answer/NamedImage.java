package dev.glimpse.cli.answer;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.EncodedImageFile;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import java.util.List;

/// An image file's bytes with the name that the user knows them by.
public record NamedImage(String name, EncodedImageFile file) {

    /// The image as part of a message.
    public Content.Picture content(ImageOptions options) {
        return new Content.ImageFile(file, options);
    }

    /// Decodes the image and forgets the pixels.
    ///
    /// @throws CommandException naming the file, if it cannot be decoded
    public void check() {
        try {
            new ImageDecoder(ImageLimits.DEFAULT).decode(file.toByteArray());
        } catch (ImageException e) {
            throw CommandException.badInput("image " + name + ": " + e.getMessage(), e);
        }
    }

    /// Says which of several images it was: the runtime does not know names.
    ///
    /// @return `fault`, if each of them can be decoded after all
    /// @throws CommandException naming the file
    public static ImageException blame(List<NamedImage> images, ImageException fault) {
        images.forEach(NamedImage::check);
        return fault;
    }
}
