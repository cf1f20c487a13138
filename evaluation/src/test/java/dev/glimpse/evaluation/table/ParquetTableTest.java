package dev.glimpse.evaluation.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.Fixture;
import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
    @TempDir Path folder;

    @Test
    void textsNumbersListsAndNullsBecomeCells() {
        List<TableRow> rows = rows(Fixture.of("parquet/scienceqa.parquet"));

        assertThat(rows.getFirst().cells()).doesNotContainKey("image");
        assertThat(rows.getFirst().cell("choices")).isEqualTo("[\"rock\",\"juice\",\"air\"]");
        assertThat(rows.getFirst().cell("answer")).isEqualTo("0");
        assertThat(rows.getLast().cell("image")).startsWith("data:");
        assertThat(rows.getLast().where()).endsWith("scienceqa.parquet: row 2");
    }

    @Test
    void fieldsOfStructsCountAsTheRowsOwn() {
        TableRow row = rows(Fixture.of("parquet/mathvista.parquet")).getFirst();

        assertThat(row.cell("skills"))
                .isEqualTo("[\"numeric commonsense\",\"arithmetic reasoning\"]");
        assertThat(row.cell("precision")).isEqualTo("1.0");
        assertThat(row.cell("image")).isEqualTo("images/1.jpg");
        assertThat(row.cells()).doesNotContainKey("choices");
    }

    @Test
    void columnsKeepOptionLettersAndTextsStayAsTheyAre() {
        TableRow row = rows(Fixture.of("parquet/mmbench.parquet")).getLast();

        assertThat(row.cell("A")).isEqualTo("01");
        assertThat(row.cell("C")).isEqualTo("nan");
        assertThat(row.cell("l2-category")).isEqualTo("finegrained_perception (instance-level)");
        assertThat(row.cell("question")).isEqualTo("Which\ndigit, \"quoted\"?");
    }

    @Test
    void rowsThatFollowAreReadWithOneAndNoMoreAreKept() throws IOException {
        Path file = Files.copy(Fixture.of("parquet/groups.parquet"), folder.resolve("g.parquet"));
        Table table = Table.open(file);

        assertThat(table.at(1000).cell("question_id")).isEqualTo("q1000");
        Files.delete(file);

        assertThat(table.at(1511).cell("question_id")).isEqualTo("q1511");
        assertThat(table.at(1000).cell("question_id")).isEqualTo("q1000");
        assertThatThrownBy(() -> table.at(1512)).isInstanceOf(DatasetException.class);
        assertThatThrownBy(() -> table.at(1000)).isInstanceOf(DatasetException.class);
    }

    @Test
    void rowIsFoundAgainInAnyRowGroup() {
        Table table = Table.open(Fixture.of("parquet/groups.parquet"));

        for (long place : new long[] {0, 2047, 2048, 4500, 4999}) {
            TableRow row = table.at(place);
            assertThat(row.cell("question_id")).isEqualTo("q" + place);
            String second = row.cell("images").split("base64,", -1)[2].replaceAll("\".*", "");
            assertThat(new String(Base64.getDecoder().decode(second), StandardCharsets.UTF_8))
                    .isEqualTo("two" + place);
        }
        assertThat(rows(Fixture.of("parquet/groups.parquet"))).hasSize(5000);
        assertThatThrownBy(() -> table.at(5000)).isInstanceOf(DatasetException.class);
    }

    @Test
    void folderOfShardsIsOneTable() throws IOException {
        for (String name : List.of("train-00001-of-00002", "train-00000-of-00002")) {
            Files.copy(Fixture.of("parquet/mmbench.parquet"), folder.resolve(name + ".parquet"));
        }

        List<TableRow> rows = rows(folder);

        assertThat(rows).extracting(TableRow::place).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(rows.get(3).where()).endsWith("train-00001-of-00002.parquet: row 1");
        assertThat(Table.open(folder).at(5).cells()).isEqualTo(rows.get(5).cells());
    }

    @Test
    void damagedFilesAreRefusedByName() throws IOException {
        byte[] sound = Files.readAllBytes(Fixture.of("parquet/mmbench.parquet"));
        for (int length : new int[] {0, 3, 11, sound.length / 2, sound.length - 3}) {
            Path file = folder.resolve(length + ".parquet");
            Files.write(file, Arrays.copyOf(sound, length));

            assertThatThrownBy(() -> rows(file))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining(length + ".parquet is no sound Parquet file");
        }
        byte[] scrambled = sound.clone();
        Arrays.fill(scrambled, 4, sound.length / 2, (byte) 0x5A);
        Path file = Files.write(folder.resolve("scrambled.parquet"), scrambled);

        assertThatThrownBy(() -> rows(file)).isInstanceOf(DatasetException.class);
    }

    private static List<TableRow> rows(Path file) {
        var rows = new ArrayList<TableRow>();
        Table.open(file).forEach(rows::add);
        return rows;
    }
}
