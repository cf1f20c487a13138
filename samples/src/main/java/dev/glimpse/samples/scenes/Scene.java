package dev.glimpse.samples.scenes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Shapes on a plain background.
///
/// @param things do not overlap
record Scene(Color background, List<Thing> things) {
    static final int SIDE = 224;

    /// Middles of the cells that things are put in, three by three.
    private static final int CELL = 72;

    Scene {
        things = List.copyOf(things);
    }

    /// Colours that have one name each.
    enum Color {
        RED(0xDC1E23),
        GREEN(0x1E9632),
        BLUE(0x1E46D2),
        YELLOW(0xF5D728),
        ORANGE(0xF58C14),
        PURPLE(0x822DA0),
        BLACK(0x0F0F0F),
        WHITE(0xFAFAFA);

        private final int rgb;

        Color(int rgb) {
            this.rgb = rgb;
        }

        int rgb() {
            return rgb;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Shapes that have one name each.
    enum Kind {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        STAR,
        HEART;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Around a middle, as high as twice the radius.
        Shape shape(double x, double y, double radius) {
            return switch (this) {
                case CIRCLE -> Shape.circle(x, y, radius);
                case SQUARE -> Shape.rectangle(x - radius, y - radius, 2 * radius, 2 * radius);
                case TRIANGLE -> Shape.triangle(x, y - radius, 2 * radius, 2 * radius);
                case STAR -> Shape.star(x, y, radius);
                case HEART -> Shape.heart(x - radius, y - radius, 2 * radius);
            };
        }
    }

    /// One shape.
    record Thing(Kind kind, Color color, int x, int y, int radius) {}

    /// Things of different kinds and colours.
    static Scene of(SplittableRandom random, int count) {
        List<Color> colors = shuffled(random, Arrays.asList(Color.values()));
        List<Kind> kinds = shuffled(random, Arrays.asList(Kind.values()));
        List<Integer> cells = cells(random);
        var things = new ArrayList<Thing>();
        for (int i = 0; i < count; i++) {
            things.add(thing(random, kinds.get(i), colors.get(i + 1), cells.get(i)));
        }
        return new Scene(colors.getFirst(), things);
    }

    /// Things of one kind and colour.
    static Scene alike(SplittableRandom random, int count) {
        Scene one = of(random, 1);
        Thing model = one.things().getFirst();
        List<Integer> cells = cells(random);
        var things = new ArrayList<Thing>();
        for (int i = 0; i < count; i++) {
            things.add(thing(random, model.kind(), model.color(), cells.get(i)));
        }
        return new Scene(one.background(), things);
    }

    /// One thing in a corner: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
    static Scene inCorner(SplittableRandom random, int corner) {
        Scene one = of(random, 1);
        Thing model = one.things().getFirst();
        int cell = (corner % 2 == 0 ? 0 : 2) + (corner < 2 ? 0 : 6);
        return new Scene(
                one.background(), List.of(thing(random, model.kind(), model.color(), cell)));
    }

    private static Thing thing(SplittableRandom random, Kind kind, Color color, int cell) {
        int x = 4 + CELL / 2 + CELL * (cell % 3) + random.nextInt(-5, 6);
        int y = 4 + CELL / 2 + CELL * Math.floorDiv(cell, 3) + random.nextInt(-5, 6);
        return new Thing(kind, color, x, y, random.nextInt(22, 31));
    }

    private static List<Integer> cells(SplittableRandom random) {
        return shuffled(random, List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    }

    private static <T> List<T> shuffled(SplittableRandom random, List<T> list) {
        var copy = new ArrayList<>(list);
        for (int i = copy.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            T kept = copy.get(i);
            copy.set(i, copy.get(other));
            copy.set(other, kept);
        }
        return copy;
    }

    /// A kind that is not there.
    Kind missing(SplittableRandom random) {
        List<Kind> kinds = shuffled(random, Arrays.asList(Kind.values()));
        things.forEach(thing -> kinds.remove(thing.kind()));
        return kinds.getFirst();
    }

    /// Colours that are not there.
    List<Color> others(SplittableRandom random, int count) {
        List<Color> colors = shuffled(random, Arrays.asList(Color.values()));
        colors.remove(background);
        things.forEach(thing -> colors.remove(thing.color()));
        return new ArrayList<>(colors.subList(0, count));
    }

    Canvas draw() {
        var canvas = new Canvas(SIDE, SIDE, background.rgb());
        for (Thing thing : things) {
            canvas.draw(
                    thing.kind().shape(thing.x(), thing.y(), thing.radius()), thing.color().rgb());
        }
        return canvas;
    }
}
