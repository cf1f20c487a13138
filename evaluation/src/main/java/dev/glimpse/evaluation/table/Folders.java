package dev.glimpse.evaluation.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Tells which benchmark's form the files of a folder have.
final class Folders {
    private Folders() {}

    static Table open(Path folder) {
        if (Files.isDirectory(folder.resolve(MvBenchTasks.QUESTIONS))) {
            return MvBenchTasks.read(folder);
        }
        List<Path> parquet = ParquetTable.in(folder);
        if (!parquet.isEmpty()) {
            return new ParquetTable(parquet);
        }
        List<Path> subjects = MmluFolder.subjects(folder);
        if (!subjects.isEmpty()) {
            return MmluFolder.read(subjects);
        }
        return MmeFolder.isOne(folder) ? MmeFolder.read(folder) : MmeResultFolder.read(folder);
    }
}
