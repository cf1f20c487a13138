package dev.glimpse.runtime.chat;

/// The bytes of an image file, immutable.
public final class EncodedImageFile {
    private final byte[] bytes;

    private EncodedImageFile(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Copies the bytes.
    public static EncodedImageFile copyOf(byte[] bytes) {
        return new EncodedImageFile(bytes.clone());
    }

    /// Size in bytes.
    public int size() {
        return bytes.length;
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "EncodedImageFile[" + bytes.length + " bytes]";
    }
}
