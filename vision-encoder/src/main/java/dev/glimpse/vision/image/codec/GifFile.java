package dev.glimpse.vision.image.codec;

/// A GIF file.
public final class GifFile implements ImageFile {
    private final FileBytes file;
    private final int width;
    private final int height;

    GifFile(byte[] bytes) {
        file = new FileBytes(bytes, "GIF");
        width = file.u16le(6);
        height = file.u16le(8);
        if (width < 1 || height < 1) {
            throw file.damaged("a size of " + width + "x" + height);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Raster decode() {
        try (var pixels = OpenCv.decodeUnchanged(file.array())) {
            pixels.checkSize(width, height);
            return Rgb.of(pixels);
        }
    }
}
