package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files as other programs leave them, and what `glimpse eval score` says of them.
///
/// @param folder where they lie
record ScoredFiles(Path folder) {

    void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    String at(String name) {
        return folder.resolve(name).toString();
    }

    /// What it prints; it must succeed and complain of nothing.
    String score(String benchmark, String file, String... more) {
        var arguments = new ArrayList<>(List.of("eval", "score", benchmark, at(file)));
        arguments.addAll(Arrays.asList(more));
        var outcome = GlimpseInside.in(folder).run(arguments.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        return outcome.out();
    }
}
