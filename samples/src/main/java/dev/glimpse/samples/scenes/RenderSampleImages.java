package dev.glimpse.samples.scenes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Writes the rendered images of `samples/images`.
public final class RenderSampleImages {
    private static final int RED = 0xDC1E23;
    private static final int GREEN = 0x1E9632;
    private static final int BLUE = 0x1E46D2;
    private static final int YELLOW = 0xF5D728;
    private static final int ORANGE = 0xF58C14;
    private static final int PURPLE = 0x822DA0;
    private static final int BLACK = 0x0F0F0F;
    private static final int WHITE = 0xFAFAFA;
    private static final int GRAY = 0x828282;
    private static final int SIDE = 224;

    private RenderSampleImages() {}

    /// Writes them all.
    ///
    /// @param args the folder to write to
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("one argument: the folder to write to");
        }
        for (var scene : scenes().entrySet()) {
            Files.write(Path.of(args[0], scene.getKey()), scene.getValue().toPng());
        }
    }

    /// File names and what is drawn.
    static Map<String, Canvas> scenes() {
        var scenes = new TreeMap<String, Canvas>();
        scenes.put("blue-circle.png", plain(0xF4F0E8).draw(Shape.circle(96, 120, 52), 0x0000FF));
        scenes.put(
                "red-triangle.png",
                plain(0xE8F4F0).draw(Shape.triangle(128, 52, 110, 96), 0xFF0000));
        scenes.put(
                "yellow-rectangle.png",
                plain(0xECE8F8).draw(Shape.rectangle(40, 84, 120, 64), 0xFFFF00));
        scenes.put("green.png", plain(GREEN));
        scenes.put("two-shapes.png", twoShapes());
        scenes.put("five-stars.png", fiveStars());
        scenes.put("traffic-light.png", trafficLight());
        scenes.put("word.png", word());
        return scenes;
    }

    private static Canvas plain(int colour) {
        return new Canvas(SIDE, SIDE, colour);
    }

    private static Canvas twoShapes() {
        return plain(GRAY)
                .draw(Shape.heart(16, 12, 92), RED)
                .draw(Shape.rectangle(126, 124, 76, 76), BLUE);
    }

    private static Canvas fiveStars() {
        Canvas canvas = plain(BLUE);
        int[][] centers = {{48, 52}, {112, 112}, {176, 52}, {48, 172}, {176, 172}};
        for (int[] center : centers) {
            canvas.draw(Shape.star(center[0], center[1], 36), YELLOW);
        }
        return canvas;
    }

    private static Canvas trafficLight() {
        return plain(WHITE)
                .draw(Shape.rectangle(72, 8, 80, 208), BLACK)
                .draw(Shape.circle(112, 46, 28), RED)
                .draw(Shape.circle(112, 112, 28), ORANGE)
                .draw(Shape.circle(112, 178, 28), GREEN);
    }

    private static Canvas word() {
        return plain(WHITE)
                .draw(
                        Shape.letters(
                                10,
                                70,
                                12,
                                " ###   ###  #####",
                                "#   # #   #   #  ",
                                "#     #   #   #  ",
                                "#     #####   #  ",
                                "#     #   #   #  ",
                                "#   # #   #   #  ",
                                " ###  #   #   #  "),
                        PURPLE);
    }
}
