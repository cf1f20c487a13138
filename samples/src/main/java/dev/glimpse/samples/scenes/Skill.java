package dev.glimpse.samples.scenes;

import dev.glimpse.samples.scenes.RenderReportCard.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What the report card asks about.
enum Skill {
    BACKGROUND("background color") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            Scene scene = Scene.of(random, 1 + random.nextInt(3));
            return asked(
                    scene, "What color is the background?", List.of(scene.background().word()));
        }
    },
    COLOR("color of one shape") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            Scene scene = Scene.of(random, 1);
            Scene.Thing thing = scene.things().getFirst();
            return asked(
                    scene,
                    "What color is the " + thing.kind().word() + "?",
                    List.of(thing.color().word()));
        }
    },
    SHAPE("name of one shape") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            Scene scene = Scene.of(random, 1);
            Scene.Kind kind = scene.things().getFirst().kind();
            List<String> accepted =
                    kind == Scene.Kind.SQUARE
                            ? List.of("square", "rectangle")
                            : List.of(kind.word());
            return asked(scene, "What shape is in the image?", accepted);
        }
    },
    SCENE_COLOR("color among three shapes") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            Scene scene = Scene.of(random, 3);
            Scene.Thing thing = scene.things().get(random.nextInt(3));
            return asked(
                    scene,
                    "What color is the " + thing.kind().word() + "?",
                    List.of(thing.color().word()));
        }
    },
    YES_NO("yes or no") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            Scene scene = Scene.of(random, 2);
            boolean yes = number % 2 == 0;
            Scene.Thing one = scene.things().getFirst();
            Scene.Kind kind = yes ? one.kind() : scene.missing(random);
            return asked(scene, "Is there a " + kind.word() + "?", List.of(yes ? "yes" : "no"));
        }
    },
    COUNTING("counting") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            int count = 1 + number % 8;
            Scene scene = Scene.alike(random, count);
            return asked(
                    scene,
                    "How many " + scene.things().getFirst().kind().word() + "s are there?",
                    List.of(String.valueOf(count), NUMBERS.get(count)));
        }
    },
    PLACES("places") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            int corner = number % 4;
            Scene scene = Scene.inCorner(random, corner);
            String side = corner % 2 == 0 ? "left" : "right";
            List<String> words =
                    corner < 2
                            ? List.of("top " + side, "upper " + side)
                            : List.of("bottom " + side, "lower " + side);
            return asked(
                    scene, "Where is the " + scene.things().getFirst().kind().word() + "?", words);
        }
    },
    READING("reading") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            String word = WORDS.get(number % WORDS.size());
            return new Asked(
                    BlockLetters.draw(random, word),
                    "What does the text say?",
                    List.of(word),
                    skill());
        }
    },
    CHOOSING("choosing a letter") {
        @Override
        Asked ask(SplittableRandom random, int number) {
            Scene scene = Scene.of(random, 1);
            Scene.Thing thing = scene.things().getFirst();
            int right = number % 4;
            List<Scene.Color> options = scene.others(random, 3);
            options.add(right, thing.color());
            var text = new StringBuilder("What color is the " + thing.kind().word() + "?\n");
            for (int i = 0; i < options.size(); i++) {
                text.append((char) ('A' + i))
                        .append(". ")
                        .append(options.get(i).word())
                        .append('\n');
            }
            text.append("Answer with the option's letter from the given choices directly.");
            return asked(scene, text.toString(), List.of(String.valueOf((char) ('A' + right))));
        }
    };

    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight");
    private static final List<String> WORDS =
            List.of(
                    "CAT", "DOG", "SUN", "BUS", "EXIT", "STOP", "OPEN", "MILK", "TREE", "FISH",
                    "BIRD", "RAIN", "SHOP", "TAXI", "SALE", "HELP", "MOON", "CAKE", "LAMP", "BOOK");

    private final String label;

    Skill(String label) {
        this.label = label;
    }

    /// As reports name it.
    String skill() {
        return label;
    }

    /// One question.
    ///
    /// @param random its own
    /// @param number which of the skill's questions, from 0; answers take turns by it
    abstract Asked ask(SplittableRandom random, int number);

    Asked asked(Scene scene, String question, List<String> accepted) {
        var words = new ArrayList<String>();
        accepted.forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
        return new Asked(scene.draw(), question, words, label);
    }
}
