package dev.glimpse.cli.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are read again by Hardwood, a reader of Parquet that is not ours.
class ParquetWriterTest {
    @TempDir Path folder;

    private List<Map<String, String>> read(ByteArrayOutputStream file) throws IOException {
        Path path = Files.write(folder.resolve("rows.parquet"), file.toByteArray());
        var rows = new ArrayList<TableRow>();
        Table.open(path).forEach(rows::add);
        return rows.stream().map(TableRow::cells).toList();
    }

    @Test
    void rowsOfSeveralGroupsAreReadAsTheyWereWritten() throws Exception {
        int rows = 25_003;
        var file = new ByteArrayOutputStream();
        var name = ParquetColumn.texts("name");
        var size = ParquetColumn.integers("größe (px)");
        var writer = new ParquetWriter(file, List.of(name, size));
        for (int row = 0; row < rows; row++) {
            if (row % 7 == 3) {
                name.addNone();
            } else {
                name.add("Bild \"" + row + "\"\n🐕");
            }
            if (row % 3 == 0) {
                size.addNone();
            } else {
                size.add(row - 12_000);
            }
            writer.endRow();
        }
        writer.finish();

        List<Map<String, String>> found = read(file);

        assertThat(found).hasSize(rows);
        for (int row = 0; row < rows; row++) {
            assertThat(found.get(row).getOrDefault("name", ""))
                    .isEqualTo(row % 7 == 3 ? "" : "Bild \"" + row + "\"\n🐕");
            assertThat(found.get(row).getOrDefault("größe (px)", ""))
                    .isEqualTo(row % 3 == 0 ? "" : Integer.toString(row - 12_000));
        }
    }

    @Test
    void manyColumnsAndNoRowsAreAFile() throws Exception {
        var file = new ByteArrayOutputStream();
        var columns = new ArrayList<ParquetColumn>();
        for (int i = 0; i < 40; i++) {
            columns.add(ParquetColumn.texts("column " + i));
        }
        new ParquetWriter(file, columns).finish();

        assertThat(read(file)).isEmpty();
    }

    /// Such as images: more than is read at once.
    @Test
    void rowsWithLargeCellsAreReadInTheirOrder() throws Exception {
        var file = new ByteArrayOutputStream();
        var name = ParquetColumn.texts("name");
        var large = ParquetColumn.texts("large");
        var writer = new ParquetWriter(file, List.of(name, large));
        for (int row = 0; row < 50; row++) {
            name.add("row " + row);
            large.add(letter(row).repeat(400_000));
            writer.endRow();
        }
        writer.finish();
        Path path = Files.write(folder.resolve("large.parquet"), file.toByteArray());
        var table = Table.open(path);
        var rows = new ArrayList<TableRow>();
        table.forEach(rows::add);

        assertThat(rows).hasSize(50);
        for (int row = 0; row < 50; row++) {
            assertThat(rows.get(row).cell("name")).isEqualTo("row " + row);
            assertThat(rows.get(row).place()).isEqualTo(row);
            assertThat(rows.get(row).cell("large")).hasSize(400_000).startsWith(letter(row));
        }
        assertThat(table.at(41).cell("name")).isEqualTo("row 41");
    }

    private static String letter(int row) {
        return String.valueOf((char) ('a' + row % 26));
    }

    @Test
    void aRowWithoutACellIsRefused() throws Exception {
        var name = ParquetColumn.texts("name");
        var size = ParquetColumn.integers("size");
        var writer = new ParquetWriter(new ByteArrayOutputStream(), List.of(name, size));
        name.add("a");

        assertThatThrownBy(writer::endRow)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("row 0");
        assertThatThrownBy(() -> size.add("b")).hasMessageContaining("size is a column of INT32");
    }
}
