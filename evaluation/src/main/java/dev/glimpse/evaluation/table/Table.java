package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// A file of rows.
public interface Table {

    /// Hands over each row in order.
    ///
    /// @throws DatasetException if the file is not what its format says; the message names the
    ///   place
    void forEach(Consumer<? super TableRow> rows);

    /// One row again.
    ///
    /// @param place as a row of this table had it
    TableRow at(long place);

    /// The table in a file, told by the end of its name: `.tsv`, `.csv`, `.jsonl`, `.json`,
    /// `.xlsx`, `.parquet`; or in a folder of a benchmark's own, or of Parquet files.
    ///
    /// @throws DatasetException if there is no such file, or its format is another
    static Table open(Path file) {
        if (Files.isDirectory(file)) {
            return Folders.open(file);
        }
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(
                    file + " does not exist; give a TSV, CSV, JSON, xlsx or Parquet file");
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "tsv" -> new DelimitedTable(file, '\t');
            case "csv" -> new DelimitedTable(file, ',');
            case "jsonl" -> new JsonLinesTable(file);
            case "json" -> JsonTable.read(file);
            case "xlsx" -> XlsxTable.read(file);
            case "parquet" -> new ParquetTable(List.of(file));
            default ->
                    throw new DatasetException(
                            file
                                    + " has no known ending; allowed: .tsv, .csv, .jsonl, .json,"
                                    + " .xlsx, .parquet");
        };
    }
}
