package dev.glimpse.cli;

import dev.glimpse.cli.command.Surroundings;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Streams;
import dev.glimpse.http.InferenceServer;
import dev.glimpse.http.options.ListenOptions;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the JVM is shown so that it knows beforehand what commands load and link: the training run
/// of its AOT cache (JEP 483, 514). The launcher starts this in place of [Main] to make the cache.
///
/// The commands run on the embedded model in this one process, and print to nowhere.
public final class TrainingRun {
    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        var installation = Installation.ofProcess();
        Path images = installation.sampleQuestions().orElseThrow().resolveSibling("images");
        String image = images.resolve("red-triangle.png").toString();
        Path folder = Files.createTempDirectory("glimpse-training-");
        Path rows = folder.resolve("rows.jsonl");
        List<List<String>> commands =
                List.of(
                        List.of("--help"),
                        List.of("ask", image, "What shape is present?"),
                        List.of("ask", image, "What shape is present?", "--json"),
                        List.of("chat", image),
                        List.of("caption", image, "--out", rows.toString()),
                        List.of("inspect", installation.embeddedModel().toString()));
        try {
            for (List<String> command : commands) {
                Glimpse.run(surroundings(installation), command.toArray(String[]::new));
            }
            serve(installation);
        } finally {
            Files.deleteIfExists(rows);
            Files.delete(folder);
        }
        System.exit(0); // threads of the server may live on
    }

    private static void serve(Installation installation) {
        ServerOptions options = ServerOptions.DEFAULT.withListen(ListenOptions.DEFAULT.withPort(0));
        var files = ModelOptions.of(installation.embeddedModel(), installation.embeddedMmproj());
        try (var model = VisionLanguageModel.open(files);
                var _ = InferenceServer.start(model, options)) {
            // That it starts is what there is to see.
        }
    }

    private static Surroundings surroundings(Installation installation) {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var lines = "What shape is present?\n".getBytes(StandardCharsets.UTF_8);
        var streams = new Streams(new ByteArrayInputStream(lines), nowhere, nowhere, Set.of());
        return new Surroundings(Screen.of(streams, Map.of()), installation, Map.of());
    }
}
