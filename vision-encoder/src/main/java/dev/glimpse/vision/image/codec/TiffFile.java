package dev.glimpse.vision.image.codec;

/// A TIFF file.
public final class TiffFile implements ImageFile {
    private final FileBytes file;

    TiffFile(byte[] bytes) {
        file = new FileBytes(bytes, "TIFF");
        throw file.unsupported("no reader yet", "JPEG, PNG, WebP");
    }

    @Override
    public int width() {
        return 0;
    }

    @Override
    public int height() {
        return 0;
    }

    @Override
    public Raster decode() {
        throw file.truncated();
    }
}
