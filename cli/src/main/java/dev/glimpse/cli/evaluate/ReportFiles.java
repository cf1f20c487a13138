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
        write(folder.resolve(name), text);
    }

    /// Writes one file, and the folder it lies in where that is missing.
    ///
    /// @throws CommandException if it cannot be written
    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CommandException.failure(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
