package dev.glimpse.evaluation.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir Path folder;

    @Test
    void quotedFieldsHoldTabsQuotesAndLineBreaks() throws IOException {
        var rows = rows("a.tsv", "index\thint\tA\r\n1\t\"say \"\"hi\"\"\tnow\r\nthen\"\tx\r\n");

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().cell("hint")).isEqualTo("say \"hi\"\tnow\r\nthen");
        assertThat(rows.getFirst().cell("A")).isEqualTo("x");
    }

    @Test
    void quotesWithinAFieldAreTextAndWhatFollowsAClosingOneStays() throws IOException {
        var rows = rows("a.tsv", "a\tb\n5\" disk\t\"one\" two\n");

        assertThat(rows.getFirst().cells()).containsEntry("a", "5\" disk");
        assertThat(rows.getFirst().cells()).containsEntry("b", "one two");
    }

    @Test
    void columnsAreInLowerCaseButSingleLetters() throws IOException {
        var rows = rows("a.csv", "\uFEFFIndex,L2-category,A,B\n1,x,y\n\n2,,,\"\"\n");

        assertThat(rows.getFirst().cells().keySet()).containsExactly("index", "l2-category", "A");
        assertThat(rows.getFirst().cell("B")).isEmpty();
        assertThat(rows.getLast().where()).endsWith("a.csv:4");
    }

    @Test
    void textStaysAsItIs() throws IOException {
        assertThat(rows("a.csv", "index,A,B\n01,2.50,None\n").getFirst().cells())
                .isEqualTo(Map.of("index", "01", "A", "2.50", "B", "None"));
    }

    @Test
    void rowIsFoundAgainByItsPlace() throws IOException {
        for (String name : List.of("a.tsv", "b.jsonl")) {
            String text =
                    name.endsWith("tsv")
                            ? "index\ttext\n1\t\"ä\n\"\n2\t漢字\n"
                            : "{\"index\":1,\"text\":\"ä\\n\"}\n\n{\"index\":2,\"text\":\"漢字\"}\n";
            Path file = write(name, text);
            var table = Table.open(file);
            var rows = new ArrayList<TableRow>();
            table.forEach(rows::add);

            assertThat(rows).hasSize(2);
            assertThat(table.at(rows.get(1).place()).cells()).isEqualTo(rows.get(1).cells());
            assertThat(table.at(rows.get(0).place()).cell("text")).isEqualTo("ä\n");
        }
    }

    @Test
    void fieldsLargerThanABufferAreWhole() throws IOException {
        String image = "QUJD".repeat(100_000);

        assertThat(rows("a.tsv", "index\timage\n1\t" + image + "\n2\t1\n"))
                .extracting(row -> row.cell("image"))
                .containsExactly(image, "1");
    }

    @Test
    void damageIsNamedWithItsLine() throws IOException {
        assertThatThrownBy(() -> rows("a.tsv", "a\tb\n1\t2\n1\t2\t3\n"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.tsv:3: 3 fields; the header has 2");
        assertThatThrownBy(() -> rows("b.tsv", "a\tb\n1\t\"2\n1\t2\n"))
                .hasMessageContaining("b.tsv:2: a quote that opens in this record never closes");
        assertThatThrownBy(() -> rows("c.tsv", "a\ta\n"))
                .hasMessageContaining("column \"a\" is there twice");
        assertThatThrownBy(() -> rows("d.jsonl", "{\"a\":1}\n{\"a\"\n"))
                .hasMessageContaining("d.jsonl:2: not JSON");
        assertThatThrownBy(() -> rows("e.ods", "")).hasMessageContaining("no known ending");
        Path latin = folder.resolve("f.csv");
        Files.write(latin, "a\nÄ\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Table.open(latin).forEach(_ -> {}))
                .hasMessageContaining("f.csv:2: not UTF-8");
    }

    @Test
    void samplesOfLmmsEvalGiveTheirDocument() throws IOException {
        var rows =
                rows(
                        "a.jsonl",
                        "{\"doc_id\":7,\"doc\":{\"index\":1000003,\"A\":\"x\",\"D\":null},"
                                + "\"resps\":[[\"B\"]]}\n");

        assertThat(rows.getFirst().cells())
                .containsEntry("index", "1000003")
                .containsEntry("A", "x")
                .containsEntry("resps", "[[\"B\"]]")
                .doesNotContainKey("D");
    }

    @Test
    void jsonIsAListOrAnObjectByIndex() throws IOException {
        assertThat(rows("a.json", "[{\"index\":1},{\"index\":2}]")).hasSize(2);
        assertThat(rows("b.json", "{\"v1_0\":\"yes\"}").getFirst().cells())
                .containsEntry("index", "v1_0")
                .containsEntry("prediction", "yes");
        assertThat(rows("c.json", "{\"4\":{\"answer\":1,\"choices\":[\"a\",\"b\"]}}").getFirst())
                .extracting(TableRow::cells)
                .isEqualTo(Map.of("index", "4", "answer", "1", "choices", "[\"a\",\"b\"]"));
    }

    @Test
    void resultsOfMmeAreAFolderOfTasks() throws IOException {
        write("count.txt", "a.png\tIs it? Please answer yes or no.\tYes\tyes, it is\n");

        var rows = new ArrayList<TableRow>();
        Table.open(folder).forEach(rows::add);

        assertThat(rows.getFirst().cells())
                .containsEntry("category", "count")
                .containsEntry("image_path", "a.png")
                .containsEntry("answer", "Yes")
                .containsEntry("prediction", "yes, it is");
    }

    @Test
    void workbooksHaveSharedInlineAndNumericCells() throws IOException {
        Path file = folder.resolve("a.xlsx");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(
                    zip,
                    "xl/sharedStrings.xml",
                    "<sst><si><t>index</t></si><si><t>A</t></si><si><r><t>two</t></r><r>"
                            + "<t xml:space=\"preserve\"> parts</t></r></si>"
                            + "<si><t>prediction</t></si></sst>");
            entry(
                    zip,
                    "xl/worksheets/sheet1.xml",
                    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
                            + "<c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>3</v></c>"
                            + "</row><row r=\"2\"><c r=\"A2\"><v>1000001.0</v></c>"
                            + "<c r=\"B2\" t=\"s\"><v>2</v></c>"
                            + "<c r=\"C2\" t=\"inlineStr\"><is><t>B &amp; C_x000A_D</t></is></c>"
                            + "</row><row r=\"3\"><c r=\"A3\"><v>2.5</v></c></row>"
                            + "</sheetData></worksheet>");
        }
        var rows = new ArrayList<TableRow>();
        Table.open(file).forEach(rows::add);

        assertThat(rows.getFirst().cells())
                .containsEntry("index", "1000001")
                .containsEntry("A", "two parts")
                .containsEntry("prediction", "B & C\nD");
        assertThat(rows.getLast().cells()).isEqualTo(Map.of("index", "2.5"));
        assertThatThrownBy(() -> Table.open(write("b.xlsx", "no zip")))
                .isInstanceOf(DatasetException.class);
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private List<TableRow> rows(String name, String text) throws IOException {
        var rows = new ArrayList<TableRow>();
        Table.open(write(name, text)).forEach(rows::add);
        return rows;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
