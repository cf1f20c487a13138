package dev.glimpse.vision.image.codec;

/// A BMP file.
public final class BmpFile implements ImageFile {
    private final FileBytes file;
    private final int width;
    private final int height;

    BmpFile(byte[] bytes) {
        file = new FileBytes(bytes, "BMP");
        boolean core = file.u32le(14) == 12;
        width = core ? file.u16le(18) : (int) file.u32le(18);
        height = Math.abs(core ? file.u16le(20) : (int) file.u32le(22));
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
