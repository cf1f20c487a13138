package dev.glimpse.cli.flag;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.rows.Beginning;
import dev.glimpse.cli.rows.CaptionRow;
import dev.glimpse.cli.rows.CocoCaptions;
import dev.glimpse.cli.rows.CsvRows;
import dev.glimpse.cli.rows.JsonRows;
import dev.glimpse.cli.rows.ParquetCaptions;
import dev.glimpse.cli.rows.PrintedRows;
import dev.glimpse.cli.rows.RowFile;
import dev.glimpse.cli.rows.RowFormat;
import dev.glimpse.cli.rows.RowOutput;
import dev.glimpse.cli.rows.SidecarFiles;
import dev.glimpse.cli.rows.WholeFile;
import dev.glimpse.cli.screen.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where captions go, and in which form.
public final class OutputFlags {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write rows to FILE. Default: standard output, where nothing is resumed.")
    private @Nullable Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "jsonl, csv, parquet, coco (captions JSON) or txt (JSONL, and a text file"
                            + " beside each image). Default: by FILE's ending, csv, parquet or"
                            + " json, else jsonl.")
    private @Nullable Format format;

    @Option(
            names = "--resume",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Go on after the rows that FILE has; --no-resume overwrites it. Default:"
                            + " --resume.")
    private boolean resume;

    @Option(
            names = "--retry-failed",
            description =
                    "Try images again whose rows say why there is no caption; their new rows take"
                            + " the places of those.")
    private boolean retryFailed;

    /// The forms that rows are written in.
    enum Format {
        JSONL,
        CSV,
        PARQUET,
        COCO,
        TXT;

        /// As users write it.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether rows go to standard output.
    public boolean printed() {
        return out == null;
    }

    /// Opens what rows are written to.
    ///
    /// @param asked the run's images, questions and settings
    /// @param earlier sees the rows of earlier runs
    /// @throws CommandException if that cannot be written, or is something else's
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned output closes it
    public RowOutput open(Screen screen, Asked asked, Consumer<CaptionRow> earlier) {
        List<String> questions = asked.questions();
        if (out == null) {
            return new PrintedRows(screen, printedFormat(questions));
        }
        var beginning = new Beginning(resume, retryFailed, asked.images(), asked.settings());
        return switch (format == null ? byEnding(out) : format) {
            case JSONL -> RowFile.open(out, new JsonRows(questions), beginning, earlier);
            case CSV -> RowFile.open(out, new CsvRows(questions), beginning, earlier);
            case PARQUET ->
                    WholeFile.open(
                            out, new ParquetCaptions(questions), questions, beginning, earlier);
            case COCO ->
                    WholeFile.open(out, new CocoCaptions(questions), questions, beginning, earlier);
            case TXT -> SidecarFiles.open(out, questions, beginning, earlier);
        };
    }

    /// What a run is about.
    ///
    /// @param images the names of all its images
    /// @param questions as the user wrote them; empty for a caption
    /// @param settings what the answers depend on, by name
    public record Asked(List<String> images, List<String> questions, Map<String, String> settings) {
        public Asked {
            images = List.copyOf(images);
            questions = List.copyOf(questions);
            settings = Map.copyOf(settings);
        }
    }

    private RowFormat printedFormat(List<String> questions) {
        Format wanted = format == null ? Format.JSONL : format;
        return switch (wanted) {
            case JSONL -> new JsonRows(questions);
            case CSV -> new CsvRows(questions);
            case PARQUET, COCO, TXT ->
                    throw CommandException.badInput(
                            "--format " + wanted + " needs a file; give one with --out FILE");
        };
    }

    private static Format byEnding(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return Format.CSV;
        }
        if (name.endsWith(".parquet")) {
            return Format.PARQUET;
        }
        return name.endsWith(".json") ? Format.COCO : Format.JSONL;
    }
}
