package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.cli.parquet.ImageTable;
import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionProcessTest {
    private static final String QUESTION = "What color is the image?";

    @TempDir static Path files;
    @TempDir Path folder;

    @BeforeAll
    static void images() throws IOException {
        Files.createDirectories(files.resolve("photos/more"));
        Files.write(files.resolve("photos/b.png"), TestImage.plain(0xFF0000));
        Files.write(files.resolve("photos/a.png"), TestImage.plain(0x0000FF));
        Files.write(files.resolve("photos/more/again.png"), TestImage.plain(0xFF0000));
        Files.writeString(files.resolve("photos/more/text.jpg"), "not an image at all");
        Files.writeString(files.resolve("photos/notes.md"), "no image");
    }

    @Test
    void folderBecomesRowsByNameWithReasonsWhereThereIsNoCaption() throws Exception {
        var outcome = caption("photos", "--prompt", QUESTION);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
        var rows = outcome.out().lines().map(JsonPaths::of).toList();
        assertThat(rows)
                .extracting(row -> row.get("image"))
                .containsExactly(
                        "photos/a.png",
                        "photos/b.png",
                        "photos/more/again.png",
                        "photos/more/text.jpg");
        assertThat(rows.getFirst().get("caption")).containsIgnoringCase("blue");
        assertThat(rows.get(1).get("caption")).containsIgnoringCase("red");
        assertThat(rows.get(2).get("pixels")).isEqualTo(rows.get(1).get("pixels"));
        assertThat(rows.get(3).get("error")).startsWith("file is text; allowed");
    }

    @Test
    void stylesAreTakenAsTheyAreWritten() throws Exception {
        for (String style : List.of("tags", "alt-text")) {
            var outcome = captionInside("photos/a.png", "--style", style, "--max-tokens", "4");

            assertThat(outcome.err()).as(style).isEmpty();
            assertThat(outcome.code()).isZero();
            assertThat(JsonPaths.of(outcome.out())).containsKey("caption");
        }
    }

    @Test
    void csvIsToldByTheEndingAndTheSummarySaysWhatWasDone() throws Exception {
        Path out = folder.resolve("captions.csv");

        var outcome =
                caption(
                        "photos/*.png",
                        "--question",
                        QUESTION,
                        "--question",
                        "Why?",
                        "-o",
                        out + "");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).startsWith("2 of 2 images captioned in ").endsWith("/s)\n");
        assertThat(out)
                .content()
                .startsWith("image,width,height,pixels,error," + QUESTION + ",Why?\n")
                .containsPattern("photos/a\\.png,224,224,[0-9a-f]{32},,[Bb]lue");
    }

    @Test
    void cocoNamesImagesCaptionsAndErrors() throws Exception {
        Path out = folder.resolve("captions.json");

        var first = caption("photos", "--prompt", QUESTION, "--out", out + "", "--json");
        String written = Files.readString(out);
        var again = caption("photos", "--prompt", QUESTION, "--out", out + "", "--json");

        assertThat(JsonPaths.of(first.out()))
                .containsEntry("images", "4")
                .containsEntry("failed", "1")
                .containsEntry("duplicates", "1")
                .containsEntry("complete", "true");
        assertThat(JsonPaths.of(written))
                .containsEntry("images.0.file_name", "photos/a.png")
                .containsEntry("images.2.id", "3")
                .containsEntry("annotations.1.image_id", "2")
                .containsEntry("errors.0.file_name", "photos/more/text.jpg")
                .doesNotContainKey("images.3.id");
        assertThat(JsonPaths.of(written).get("annotations.0.caption")).containsIgnoringCase("blue");
        assertThat(JsonPaths.of(again.out()))
                .containsEntry("earlier", "4")
                .containsEntry("done", "0");
        assertThat(again.code()).isEqualTo(2);
        assertThat(out).content().isEqualTo(written);
    }

    @Test
    void parquetHasAColumnAQuestion() throws Exception {
        Path out = folder.resolve("captions.parquet");

        var outcome =
                caption("photos", "--question", QUESTION, "--question", "image", "--out", out + "");

        var rows = new ArrayList<TableRow>();
        Table.open(out).forEach(rows::add);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(rows).hasSize(4);
        assertThat(rows.getFirst().cells())
                .containsEntry("image", "photos/a.png")
                .containsEntry("width", "224")
                .containsKey("image (2)");
        assertThat(rows.getFirst().cell("what color is the image?")).containsIgnoringCase("blue");
        assertThat(rows.stream().filter(row -> !row.cell("error").isEmpty()))
                .singleElement()
                .satisfies(row -> assertThat(row.cell("image")).isEqualTo("photos/more/text.jpg"));
    }

    @Test
    void parquetOfADataSetBecomesParquetOfCaptionsAndGoesOn() throws Exception {
        Path set = folder.resolve("set.parquet");
        Files.write(
                set,
                ImageTable.of(
                        List.of(
                                ImageTable.Row.of("x", TestImage.plain(0x0000FF)),
                                ImageTable.Row.of("y", new byte[0]),
                                ImageTable.Row.of("z", TestImage.plain(0xFF0000)))));
        Path out = folder.resolve("captions.parquet");
        String[] arguments = {
            set + "", "--name-column", "id", "--prompt", QUESTION, "--out", out + ""
        };

        var outcome = caption(arguments);
        var again = captionInside(arguments);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
        var rows = new ArrayList<TableRow>();
        Table.open(out).forEach(rows::add);
        assertThat(rows)
                .extracting(row -> row.cell("image"))
                .containsExactly(set + "/x", set + "/y", set + "/z");
        assertThat(rows.get(0).cell("caption")).containsIgnoringCase("blue");
        assertThat(rows.get(1).cell("error")).endsWith("is empty: the row has none");
        assertThat(rows.get(2).cell("caption")).containsIgnoringCase("red");
        assertThat(rows.get(2).cell("width")).isEqualTo("224");
        assertThat(again.out()).startsWith("0 of 3 images").contains("3 done earlier");
    }

    @Test
    void sidecarsLieBesideTheImages() throws Exception {
        Path image = Files.write(folder.resolve("red.png"), TestImage.plain(0xFF0000));
        Path out = folder.resolve("rows.jsonl");
        String[] arguments = {
            image + "", "--prompt", QUESTION, "--out", out + "", "--format", "txt"
        };

        var outcome = captionInside(arguments);
        Path sidecar = folder.resolve("red.txt");
        String text = Files.readString(sidecar);
        Files.delete(sidecar);
        captionInside(arguments);

        assertThat(outcome.err()).isEmpty();
        assertThat(text).containsIgnoringCase("red").endsWith("\n");
        assertThat(sidecar).content().isEqualTo(text);
    }

    @Test
    void foreignTextBesideAnImageIsNotOverwritten() throws Exception {
        Path image = Files.write(folder.resolve("red.png"), TestImage.plain(0xFF0000));
        Path mine = Files.writeString(folder.resolve("red.txt"), "mine");

        var outcome = captionInside(image + "", "--out", folder + "/rows.jsonl", "--format", "txt");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("red.txt is there already");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void answersHaveTheFormOfASchemaOrAReason() throws Exception {
        Path schema =
                Files.writeString(
                        folder.resolve("form.json"),
                        """
                        {"type": "object", "required": ["colour"],
                         "properties": {"colour": {"enum": ["red", "blue"]}}}
                        """);

        var whole =
                captionInside("photos/a.png", "--prompt", QUESTION, "--json-schema", schema + "");
        var cut = captionInside("photos/a.png", "--json-schema", schema + "", "--max-tokens", "1");

        assertThat(whole.err()).isEmpty();
        assertThat(whole.code()).isZero();
        assertThat(JsonPaths.of(JsonPaths.of(whole.out()).get("caption")))
                .containsOnlyKeys("colour");
        assertThat(cut.code()).isEqualTo(2);
        assertThat(JsonPaths.of(cut.out()).get("error")).contains("cut off at 1 tokens");
    }

    @Test
    void listsComeFromStandardInput() throws Exception {
        var outcome =
                GlimpseProcess.in(files)
                        .input("photos/b.png\n\nphotos/none.png\n")
                        .run("caption", "--list", "-", "--prompt", QUESTION, "--format", "csv");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out().lines()).hasSize(3);
        assertThat(outcome.out())
                .containsPattern("photos/b\\.png,224,224,[0-9a-f]{32},,[Rr]ed")
                .contains(
                        "photos/none.png,,,,image photos/none.png does not exist; check the path,");
    }

    @Test
    void badUsageIsRefusedBeforeTheModelIsLoaded() throws Exception {
        assertThat(captionInside().err())
                .startsWith("glimpse: no image; write: glimpse caption PATH");
        assertThat(captionInside("none").err()).startsWith("glimpse: none does not exist");
        assertThat(captionInside("photos", "--prompt", "{x}").err()).contains("a field {x}");
        assertThat(captionInside("photos", "--format", "coco").err()).contains("needs a file");
        assertThat(captionInside("photos", "--style", "loud").err())
                .contains("--style is loud; allowed: short, detailed, tags, alt-text");
        assertThat(captionInside("photos", "--style", "tags", "--prompt", "a").err())
                .contains("exclude");
        assertThat(captionInside("photos", "--parallel", "0").err()).contains("allowed: 1 to 64");
    }

    /// In this process, which is many times quicker.
    private GlimpseProcess.Outcome captionInside(String... arguments) {
        var all = new ArrayList<String>(List.of("caption"));
        all.addAll(List.of(arguments));
        return GlimpseInside.in(files).run(all.toArray(String[]::new));
    }

    private GlimpseProcess.Outcome caption(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "caption";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return GlimpseProcess.in(files).run(all);
    }
}
