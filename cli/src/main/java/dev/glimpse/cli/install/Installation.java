package dev.glimpse.cli.install;

import dev.glimpse.cli.fault.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The folder that `bin/glimpse` lies in: `bin`, `lib`, `native`, `models/tiny`, `samples`.
///
/// @param home empty where the program was started without its launcher
public record Installation(Optional<Path> home) {
    /// The launcher sets this to the folder above `bin`.
    static final String HOME = "glimpse.home";

    /// The one that this process runs from.
    public static Installation ofProcess() {
        return new Installation(Optional.ofNullable(System.getProperty(HOME)).map(Path::of));
    }

    /// The decoder that answers without `--model`.
    public Path embeddedModel() {
        return embedded("glimpse-tiny.gguf");
    }

    /// The vision encoder that goes with it.
    public Path embeddedMmproj() {
        return embedded("mmproj-glimpse-tiny.gguf");
    }

    /// The questions about the sample images.
    public Optional<Path> sampleQuestions() {
        return home.map(folder -> folder.resolve("samples/questions.tsv"))
                .filter(Files::isRegularFile);
    }

    private Path embedded(String name) {
        Path folder =
                home.orElseThrow(() ->
                                CommandException.badInput(
                                        "no embedded model, since "
                                                + HOME
                                                + " is not set; start bin/glimpse, or give"
                                                + " --model and --mmproj"))
                        .resolve("models/tiny");
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw CommandException.failure(
                    "the embedded model is not in "
                            + folder
                            + "; install Glimpse again, or give --model and --mmproj");
        }
        return file;
    }
}
