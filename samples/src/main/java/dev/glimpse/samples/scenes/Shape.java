package dev.glimpse.samples.scenes;

/// A set of points in the plane. Coordinates are pixels, x to the right and y down.
@FunctionalInterface
interface Shape {

    boolean covers(double x, double y);

    static Shape circle(double centerX, double centerY, double radius) {
        return (x, y) -> Math.hypot(x - centerX, y - centerY) <= radius;
    }

    static Shape rectangle(double left, double top, double width, double height) {
        return (x, y) -> x >= left && x < left + width && y >= top && y < top + height;
    }

    /// With one side below and the tip above.
    static Shape triangle(double centerX, double top, double width, double height) {
        return polygon(
                new double[] {centerX, centerX + width / 2, centerX - width / 2},
                new double[] {top, top + height, top + height});
    }

    /// With five points, one of them up.
    static Shape star(double centerX, double centerY, double radius) {
        var xs = new double[10];
        var ys = new double[10];
        for (int i = 0; i < 10; i++) {
            double distance = i % 2 == 0 ? radius : 0.42 * radius;
            double angle = Math.PI * (i / 5.0 - 0.5);
            xs[i] = centerX + distance * Math.cos(angle);
            ys[i] = centerY + distance * Math.sin(angle);
        }
        return polygon(xs, ys);
    }

    /// Two circles over a tip.
    static Shape heart(double left, double top, double side) {
        Shape lobes =
                circle(left + 0.28 * side, top + 0.32 * side, 0.25 * side)
                        .or(circle(left + 0.72 * side, top + 0.32 * side, 0.25 * side));
        return lobes.or(
                polygon(
                        new double[] {left + 0.07 * side, left + 0.93 * side, left + side / 2},
                        new double[] {top + 0.42 * side, top + 0.42 * side, top + 0.95 * side}));
    }

    /// Rows of text in which each `#` is a square of `side` pixels.
    static Shape letters(double left, double top, double side, String... rows) {
        return (x, y) -> {
            int row = (int) Math.floor((y - top) / side);
            int column = (int) Math.floor((x - left) / side);
            return row >= 0
                    && row < rows.length
                    && column >= 0
                    && column < rows[row].length()
                    && rows[row].charAt(column) == '#';
        };
    }

    /// The points inside by the even-odd rule.
    private static Shape polygon(double[] xs, double[] ys) {
        return (x, y) -> {
            boolean inside = false;
            for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
                boolean crosses = ys[i] > y != ys[j] > y;
                if (crosses && x < (xs[j] - xs[i]) * (y - ys[i]) / (ys[j] - ys[i]) + xs[i]) {
                    inside = !inside;
                }
            }
            return inside;
        };
    }

    /// The points of either.
    private Shape or(Shape other) {
        return (x, y) -> covers(x, y) || other.covers(x, y);
    }
}
