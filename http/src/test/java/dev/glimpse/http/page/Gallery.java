package dev.glimpse.http.page;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Images.Kind;
import dev.glimpse.http.testing.Images.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Six drawn samples with questions, of kinds that the embedded model knows.
final class Gallery {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int RED = 0xDC2626;
    private static final int BLUE = 0x2563EB;
    private static final int GREEN = 0x16A34A;
    private static final int YELLOW = 0xFACC15;
    private static final int PURPLE = 0x7C3AED;
    private static final int ORANGE = 0xF97316;
    private static final int NAVY = 0x1E3A8A;
    private static final int WHITE = 0xFFFFFF;
    private static final int PAPER = 0xF5F5F4;
    private static final int BLACK = 0x111111;

    private Gallery() {}

    static void draw(Path folder) throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        write(images, "red.png", WHITE, one(Kind.DISC, RED));
        write(
                images,
                "three.png",
                PAPER,
                new Shape(Kind.DISC, 0.26, 0.5, 0.16, BLUE),
                new Shape(Kind.SQUARE, 0.67, 0.5, 0.16, ORANGE),
                new Shape(Kind.TRIANGLE, 1.07, 0.5, 0.2, GREEN));
        write(images, "green.png", BLACK, one(Kind.SQUARE, GREEN));
        write(images, "purple.png", WHITE, one(Kind.TRIANGLE, PURPLE));
        write(
                images,
                "two.png",
                YELLOW,
                new Shape(Kind.DISC, 0.4, 0.5, 0.2, BLUE),
                new Shape(Kind.DISC, 0.93, 0.5, 0.2, RED));
        write(images, "sun.png", NAVY, one(Kind.DISC, YELLOW));
        Files.writeString(
                folder.resolve("questions.tsv"),
                """
                image\tquestion\tanswers
                red.png\tWhat color is the shape?\tred
                red.png\tWhat shape is in the image?\tcircle
                three.png\tHow many shapes are there?\t3
                three.png\tWhat color is the background?\twhite
                three.png\tDescribe the image.\t
                green.png\tWhat color is the shape?\tgreen
                purple.png\tWhat color is the shape?\tpurple
                two.png\tWhat color is the background?\tyellow
                sun.png\tWhat color is the background?\tblue
                """);
    }

    private static Shape one(Kind kind, int colour) {
        return new Shape(kind, 0.66, 0.5, 0.3, colour);
    }

    private static void write(Path folder, String name, int background, Shape... shapes)
            throws IOException {
        Files.write(folder.resolve(name), Images.scene(WIDTH, HEIGHT, background, shapes));
    }
}
