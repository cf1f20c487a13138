package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.report.Report;
import dev.glimpse.evaluation.report.ReportCsv;
import dev.glimpse.evaluation.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the files of a report into a folder: `report.json`, `report.csv`.
public final class ReportFiles {
    private ReportFiles() {}

    /// Writes them, over older ones.
    ///
    /// @throws CommandException if the folder cannot be written
    public static void write(Path folder, Report report) {
        write(folder, "report.json", ReportJson.pretty(report));
        write(folder, "report.csv", ReportCsv.of(report));
    }

    /// Writes one file.
    ///
    /// @throws CommandException if the folder cannot be written
    public static void write(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw CommandException.failure(
                    folder.resolve(name) + " cannot be written: " + e.getMessage(), e);
        }
    }
}
