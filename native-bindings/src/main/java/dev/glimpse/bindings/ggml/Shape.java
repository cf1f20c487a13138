package dev.glimpse.bindings.ggml;

/// A tensor's extents in ggml's order, the contiguous one first.
public record Shape(long ne0, long ne1, long ne2, long ne3) {
    public Shape {
        if (ne0 < 1 || ne1 < 1 || ne2 < 1 || ne3 < 1) {
            throw new IllegalArgumentException(
                    "shape " + ne0 + "x" + ne1 + "x" + ne2 + "x" + ne3 + "; extents are 1 or more");
        }
    }

    public static Shape of(long ne0) {
        return new Shape(ne0, 1, 1, 1);
    }

    public static Shape of(long ne0, long ne1) {
        return new Shape(ne0, ne1, 1, 1);
    }

    public static Shape of(long ne0, long ne1, long ne2) {
        return new Shape(ne0, ne1, ne2, 1);
    }

    /// Numbers in the tensor.
    public long elements() {
        return Math.multiplyExact(Math.multiplyExact(ne0, ne1), Math.multiplyExact(ne2, ne3));
    }

    /// Whether this can be repeated to fill `larger`.
    boolean repeatsTo(Shape larger) {
        return larger.ne0 % ne0 == 0
                && larger.ne1 % ne1 == 0
                && larger.ne2 % ne2 == 0
                && larger.ne3 % ne3 == 0;
    }

    @Override
    public String toString() {
        var text = new StringBuilder().append(ne0);
        if (ne1 > 1 || ne2 > 1 || ne3 > 1) {
            text.append('x').append(ne1);
        }
        if (ne2 > 1 || ne3 > 1) {
            text.append('x').append(ne2);
        }
        if (ne3 > 1) {
            text.append('x').append(ne3);
        }
        return text.toString();
    }
}
