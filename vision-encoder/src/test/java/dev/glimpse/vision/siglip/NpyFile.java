package dev.glimpse.vision.siglip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads NumPy's `.npy` files of little-endian floats of 32 or 16 bits.
final class NpyFile {
    private NpyFile() {}

    static float[] read(InputStream in) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Short.toUnsignedInt(bytes.getShort(8));
        String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
        boolean single = header.contains("'<f4'");
        if (!(single || header.contains("'<f2'")) || !header.contains("'fortran_order': False")) {
            throw new IOException("not little-endian floats in rows: " + header);
        }
        ByteBuffer values =
                bytes.position(10 + headerLength).slice().order(ByteOrder.LITTLE_ENDIAN);
        var floats = new float[values.remaining() / (single ? Float.BYTES : Short.BYTES)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = single ? values.getFloat() : Float.float16ToFloat(values.getShort());
        }
        return floats;
    }
}
