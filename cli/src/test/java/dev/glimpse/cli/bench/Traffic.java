package dev.glimpse.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// What is asked, and by how many users at once. Users take the next question when they have their
/// answer.
///
/// @param name for the table
/// @param users who ask at once
/// @param asks in order
record Traffic(String name, int users, List<Ask> asks) {
    private static final List<String> QUESTIONS =
            List.of(
                    "What is in this picture?",
                    "Which colours can be seen?",
                    "How many shapes are there?",
                    "Describe what is on the left.",
                    "Is there anything in the middle?",
                    "What would be a good title?",
                    "Which part is the brightest?",
                    "What is the largest thing here?");
    private static final String LETTERS = "ABCD";

    /// What came of it.
    ///
    /// @param seconds from the first question to the last answer
    record Run(double seconds, List<Outcome> outcomes) {}

    /// One user without an image, who asks several times.
    static Traffic talking(String name, int asks, int tokens) {
        return new Traffic(
                name,
                1,
                Collections.nCopies(
                        asks, new Ask(Optional.empty(), "Tell me a long story.", tokens)));
    }

    /// One user with one image.
    static Traffic looking(String name, String image, int tokens) {
        return looking(name, image, QUESTIONS.getFirst(), tokens);
    }

    static Traffic looking(String name, String image, String question, int tokens) {
        return new Traffic(name, 1, List.of(new Ask(Optional.of(image), question, tokens)));
    }

    /// One user who reads a long answer while another one's image is encoded.
    static Traffic talkingBeside(String name, String image, int tokens) {
        return new Traffic(
                name,
                2,
                List.of(
                        new Ask(Optional.empty(), "Tell me a long story.", tokens),
                        new Ask(Optional.of(image), QUESTIONS.getFirst(), 2)));
    }

    /// Users who ask different questions about one image, then about the next.
    static Traffic oneImage(int users, List<String> images, int tokens) {
        return new Traffic(
                users + " users, 1 image",
                users,
                images.stream()
                        .flatMap(image ->
                                IntStream.range(0, users)
                                        .mapToObj(user ->
                                                new Ask(
                                                        Optional.of(image),
                                                        question(user),
                                                        tokens)))
                        .toList());
    }

    /// Users who ask about images of their own, one after the other.
    static Traffic ownImages(int users, List<String> images, int tokens) {
        return new Traffic(
                users + " users, " + users + " images",
                users,
                IntStream.range(0, images.size())
                        .mapToObj(user ->
                                new Ask(Optional.of(images.get(user)), question(user), tokens))
                        .toList());
    }

    /// Multiple choice as MMBench has it: each question once for each rotation of its options, the
    /// answer a letter and the end of the turn.
    static Traffic multipleChoice(int users, List<String> images) {
        var asks = new ArrayList<Ask>();
        for (int i = 0; i < images.size(); i++) {
            for (int rotation = 0; rotation < LETTERS.length(); rotation++) {
                asks.add(new Ask(Optional.of(images.get(i)), choices(i, rotation), 2));
            }
        }
        return new Traffic(
                images.size() + " questions x " + LETTERS.length(), users, List.copyOf(asks));
    }

    private static String question(int user) {
        return QUESTIONS.get(user % QUESTIONS.size());
    }

    private static String choices(int question, int rotation) {
        var text = new StringBuilder(question(question)).append(" Options:");
        for (int i = 0; i < LETTERS.length(); i++) {
            text.append(' ')
                    .append(LETTERS.charAt(i))
                    .append(". ")
                    .append(List.of("red", "green", "blue", "white").get((i + rotation) % 4));
        }
        return text.append(" Answer with the option's letter.").toString();
    }

    /// Asks everything.
    Run against(StreamClient client) throws IOException, InterruptedException {
        var waiting = new ConcurrentLinkedQueue<>(asks);
        long start = System.nanoTime();
        var outcomes = new ArrayList<Outcome>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Outcome>>> all =
                    IntStream.range(0, users)
                            .mapToObj(_ -> threads.submit(() -> user(client, waiting)))
                            .toList();
            for (Future<List<Outcome>> one : all) {
                outcomes.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(name + ": " + e.getCause().getMessage(), e.getCause());
        }
        return new Run((System.nanoTime() - start) / 1e9, List.copyOf(outcomes));
    }

    private static List<Outcome> user(StreamClient client, ConcurrentLinkedQueue<Ask> waiting)
            throws IOException {
        var answers = new ArrayList<Outcome>();
        for (Ask ask = waiting.poll(); ask != null; ask = waiting.poll()) {
            answers.add(client.ask(ask));
        }
        return answers;
    }
}
