package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.ResponseFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The form that an answer must have.
public final class FormatFlags {
    /// More than the runtime takes; a larger file is not read to its end.
    private static final int MAX_BYTES = 4 << 20;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE",
            description = "Answer in JSON that the schema in FILE accepts.")
    private @Nullable Path schema;

    @Option(
            names = "--grammar",
            paramLabel = "FILE",
            description = "Answer in a text of the grammar in FILE (GBNF, llama.cpp's notation).")
    private @Nullable Path grammar;

    /// The file that prescribes the form.
    public Optional<Path> file() {
        return Optional.ofNullable(schema == null ? grammar : schema);
    }

    /// The format that is asked for.
    public ResponseFormat format() {
        if (schema != null && grammar != null) {
            throw CommandException.badInput("--json-schema and --grammar exclude each other");
        }
        if (schema != null) {
            return read("--json-schema", schema, ResponseFormat::jsonSchema);
        }
        return grammar == null
                ? ResponseFormat.TEXT
                : read("--grammar", grammar, ResponseFormat::grammar);
    }

    private static ResponseFormat read(
            String option, Path file, Function<String, ResponseFormat> make) {
        try (var stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES);
            return make.apply(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw CommandException.badInput(option + " " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw CommandException.badInput(
                    option + " " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(option + " " + file + ": " + e.getMessage(), e);
        }
    }
}
