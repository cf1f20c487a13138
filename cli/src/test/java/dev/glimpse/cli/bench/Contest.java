package dev.glimpse.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A pair of model files and what is asked of it.
///
/// @param name for the table
/// @param model the decoder's file
/// @param mmproj the vision encoder's file
/// @param threads of both servers
/// @param context tokens that llama.cpp's server has for its slots together
/// @param traffic in order; what is warm after one is warm for the next, so no image comes twice
record Contest(
        String name, Path model, Path mmproj, int threads, int context, List<Traffic> traffic) {
    /// Answers that are computed at once.
    static final int SLOTS = 8;

    /// The traffic whose speed is compared with decoding alone.
    static final String TALKING = "one user, text";

    /// The traffic in which the longest wait for a token counts.
    static final String BESIDE = "text beside 10 slices";

    private static final int SLICE = 448;

    /// How often each user of the embedded model asks: eight of its answers take a quarter of a
    /// second, too short to be measured.
    private static final int BURSTS = 8;

    /// The embedded model, which one thread computes quickest. It sees overviews alone.
    static Contest embedded(Path folder) {
        var images = new Images();
        return new Contest(
                "embedded",
                folder.resolve("glimpse-tiny.gguf"),
                folder.resolve("mmproj-glimpse-tiny.gguf"),
                1,
                8192,
                List.of(
                        Traffic.talking("one user, just started, text", 1, 512),
                        Traffic.talking(TALKING, 8, 512),
                        Traffic.looking("one user, 1 slice", images.next(SLICE), 16),
                        Traffic.oneImage(SLOTS, images.next(BURSTS, SLICE), 32),
                        Traffic.ownImages(SLOTS, images.next(BURSTS * SLOTS, SLICE), 32),
                        Traffic.multipleChoice(SLOTS, images.next(50, SLICE))));
    }

    /// Random weights in the shape of MiniCPM-V 2. A picture of 1344x1344 is ten slices. Fewer
    /// questions of multiple choice, since llama.cpp's server encodes for seconds before each.
    static Contest twoBillion(Path folder, int threads) {
        var images = new Images();
        return new Contest(
                "2B",
                folder.resolve("decoder-2b-q4_0.gguf"),
                folder.resolve("mmproj-so400m-f16.gguf"),
                threads,
                8192,
                List.of(
                        Traffic.talking(TALKING, 1, 64),
                        Traffic.looking("one user, 1 slice", images.next(SLICE), 16),
                        Traffic.looking("one user, 10 slices", images.next(3 * SLICE), 16),
                        Traffic.talkingBeside(BESIDE, images.next(3 * SLICE), 64),
                        Traffic.oneImage(SLOTS, images.next(1, SLICE), 32),
                        Traffic.ownImages(SLOTS, images.next(SLOTS, SLICE), 32),
                        Traffic.multipleChoice(SLOTS, images.next(4, SLICE))));
    }

    /// The first thing asked of a server, not measured.
    static Traffic warmUp() {
        return new Traffic(
                "warm-up",
                1,
                List.of(
                        Traffic.looking("", BenchImage.dataUri(0, SLICE), 4).asks().getFirst(),
                        Traffic.talking("", 1, 4).asks().getFirst()));
    }

    /// @param launcher `bin/glimpse`
    /// @param more options
    ServerProcess.Program glimpse(Path launcher, String... more) {
        List<String> command = command(launcher, "serve", "--slots", Integer.toString(SLOTS));
        command.addAll(List.of(more));
        return new ServerProcess.Program("glimpse", command, "/healthz");
    }

    /// llama.cpp's server; without fused attention, with which its vision encoder takes 2 to 6
    /// times as long on a processor.
    ServerProcess.Program llama(Path program) {
        return new ServerProcess.Program(
                "llama-server",
                command(
                        program,
                        "--parallel",
                        Integer.toString(SLOTS),
                        "--ctx-size",
                        Integer.toString(context),
                        "--flash-attn",
                        "off",
                        "--no-webui"),
                "/health");
    }

    /// Ours with threads for the decoder and for the vision encoder.
    ///
    /// @param launcher `bin/glimpse`
    /// @param name for the table
    ServerProcess.Program glimpse(Path launcher, String name, int decoding, int encoding) {
        return new ServerProcess.Program(
                name,
                List.of(
                        launcher.toString(),
                        "serve",
                        "--slots",
                        Integer.toString(SLOTS),
                        "--model",
                        model.toString(),
                        "--mmproj",
                        mmproj.toString(),
                        "--threads",
                        Integer.toString(decoding),
                        "--vision-threads",
                        Integer.toString(encoding)),
                "/healthz");
    }

    /// Users who ask about images of their own, one after the other: encoding and decoding all the
    /// time.
    ///
    /// @param images of each user
    static Traffic encodingAndDecoding(int images) {
        return Traffic.ownImages(SLOTS, new Images().next(images * SLOTS, SLICE), 32);
    }

    /// A question about one picture of ten slices.
    static Traffic tenSlices(String question, int tokens) {
        return Traffic.looking("10 slices", BenchImage.dataUri(1, 3 * SLICE), question, tokens);
    }

    private List<String> command(Path program, String... more) {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(List.of(more));
        command.addAll(List.of("--model", model.toString(), "--mmproj", mmproj.toString()));
        command.addAll(List.of("--threads", Integer.toString(threads)));
        return command;
    }

    /// Pictures that have not been shown.
    private static final class Images {
        private int last;

        String next(int side) {
            return BenchImage.dataUri(++last, side);
        }

        List<String> next(int count, int side) {
            return IntStream.range(0, count).mapToObj(_ -> next(side)).toList();
        }
    }
}
