package dev.glimpse.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.glimpse.cli.fault.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class SourcesTest {
    @TempDir Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name :
                List.of(
                        "b.JPG",
                        "a.png",
                        "notes.txt",
                        "z/deep/c.webp",
                        "z/a.gif",
                        ".hidden/d.png",
                        ".e.png",
                        "[x].png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void folderHasItsImagesAtAnyDepthByName() {
        assertThat(names(folder.toString()))
                .containsExactly("[x].png", "a.png", "b.JPG", "z/a.gif", "z/deep/c.webp");
    }

    @Test
    void globsReachAcrossFoldersWithTwoStars() {
        assertThat(names(folder + "/*.{png,JPG}")).containsExactly("[x].png", "a.png", "b.JPG");
        assertThat(names(folder + "/**.gif")).containsExactly("z/a.gif");
        assertThat(names(folder + "/z/*/?.webp")).containsExactly("z/deep/c.webp");
        assertThat(names(folder + "/*.txt")).containsExactly("notes.txt");
    }

    @Test
    void fileWhoseNameLooksLikeAGlobIsMeantItself() {
        assertThat(names(folder + "/[x].png")).containsExactly("[x].png");
    }

    @Test
    void argumentsKeepTheirOrderAndEachFileCountsOnce() {
        assertThat(names(folder + "/z", folder + "/b.JPG", folder + "/./"))
                .containsExactly("z/a.gif", "z/deep/c.webp", "b.JPG", "[x].png", "a.png");
    }

    @Test
    void whatDoesNotExistIsRefusedAsAnArgumentAndARowInAList() {
        var sources = new Sources(TableColumns.DEFAULT); // opens no archive

        assertThatThrownBy(() -> sources.addArgument(folder + "/none.png"))
                .isInstanceOf(CommandException.class)
                .hasMessageEndingWith("none.png does not exist; check the path");
        assertThatThrownBy(() -> sources.addArgument(folder + "/*.tiff"))
                .hasMessageContaining("no file matches");
        assertThatThrownBy(() -> sources.addArgument("-")).hasMessageContaining("--list -");
        sources.addListed(folder + "/none.png");
        sources.addListed("\0");
        assertThat(sources.images())
                .hasSize(2)
                .allSatisfy(image ->
                        assertThatThrownBy(image::read).isInstanceOf(CommandException.class));
    }

    @Test
    void zipHasItsImagesInItsOrder() throws IOException {
        Path zip = folder.resolve("photos.ZIP");
        try (var stream = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("z.png", "more/a.jpg", "notes.txt")) {
                stream.putNextEntry(new ZipEntry(name));
                stream.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(contents(zip))
                .containsExactly("photos.ZIP/z.png=z.png", "photos.ZIP/more/a.jpg=more/a.jpg");
    }

    @Test
    void tarHasItsImagesInItsOrderLongNamesToo() throws IOException {
        String deep = "d".repeat(120) + "/ü.png";
        var tar = new ByteArrayOutputStream();
        tar.writeBytes(tarEntry("z.png", '0', "z"));
        tar.writeBytes(tarEntry("folder/", '5', ""));
        tar.writeBytes(tarEntry("././@LongLink", 'L', deep + "\0"));
        tar.writeBytes(tarEntry("cut.png", '0', "deep"));
        tar.writeBytes(tarEntry("pax", 'x', "11 size=12\n19 path=more/a.jpg\n"));
        tar.writeBytes(tarEntry("b.jpg", '0', "x".repeat(513)));
        tar.writeBytes(tarEntry("notes.txt", '0', "no image"));
        tar.writeBytes(new byte[1024]);
        Path file = Files.write(folder.resolve("photos.tar"), tar.toByteArray());

        assertThat(contents(file))
                .containsExactly(
                        "photos.tar/z.png=z",
                        "photos.tar/" + deep + "=deep",
                        "photos.tar/more/a.jpg=" + "x".repeat(513));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.tar.gz", "p.tgz", "p.tar.zst", "p.tar.xz"})
    void compressedTarHasItsImagesAlsoInAnotherOrder(String name) throws IOException {
        var tar = new ByteArrayOutputStream();
        for (String image : List.of("a.png", "b.png", "c.png")) {
            tar.writeBytes(tarEntry(image, '0', image.repeat(300)));
        }
        try (var stream = compress(name, Files.newOutputStream(folder.resolve(name)))) {
            stream.write(tar.toByteArray());
        }

        try (var sources = new Sources(TableColumns.DEFAULT)) {
            sources.addArgument(folder.resolve(name).toString());
            List<ImageSource> images = sources.images();
            for (int i : new int[] {0, 2, 1, 1}) {
                String image = "abc".charAt(i) + ".png";
                assertThat(images.get(i).name()).endsWith(name + "/" + image);
                assertThat(images.get(i).read().file().toByteArray())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(image.repeat(300));
            }
        }
    }

    private static OutputStream compress(String name, OutputStream file) throws IOException {
        return switch (Compression.of(name).orElseThrow()) {
            case GZIP -> new GZIPOutputStream(file);
            case ZSTD -> new ZstdOutputStream(file);
            case XZ -> new XZOutputStream(file, new LZMA2Options());
        };
    }

    @Test
    void tableHasImagesInAColumnAsBase64DataUriOrPath() throws IOException {
        String base64 =
                Base64.getEncoder().encodeToString("inside".getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("beside.png"), "beside");
        Path table =
                Files.writeString(
                        folder.resolve("rows.tsv"),
                        "id\tPhoto\nx\t"
                                + base64
                                + "\ny\tbeside.png\nz\tdata:image/png;base64,"
                                + base64
                                + "\nnone\t\n");
        var columns = new TableColumns("Photo", Optional.of("id"));

        try (var sources = new Sources(columns)) {
            sources.addArgument(table.toString());
            List<ImageSource> images = sources.images();

            assertThat(images)
                    .extracting(ImageSource::name)
                    .containsExactly(table + "/x", table + "/y", table + "/z", table + "/none");
            assertThat(images.subList(0, 3))
                    .extracting(image ->
                            new String(image.read().file().toByteArray(), StandardCharsets.UTF_8))
                    .containsExactly("inside", "beside", "inside");
            assertThatThrownBy(images.get(3)::read).hasMessageContaining("the row has none");
        }
    }

    @Test
    void tableWithoutTheColumnOrWithRowsOfOneNameIsRefused() throws IOException {
        Path table = Files.writeString(folder.resolve("rows.csv"), "id,image\nx,a.png\nx,b.png\n");

        assertThatThrownBy(() -> added(table, new TableColumns("photo", Optional.empty())))
                .hasMessageContaining("no column \"photo\"; it has id, image")
                .hasMessageContaining("--image-column");
        assertThatThrownBy(() -> added(table, new TableColumns("image", Optional.of("id"))))
                .hasMessageContaining("rows.csv:3 has the name of")
                .hasMessageContaining("--name-column");
        assertThat(added(table, TableColumns.DEFAULT)).containsExactly(table + "/1", table + "/2");
    }

    private static List<String> added(Path table, TableColumns columns) {
        try (var sources = new Sources(columns)) {
            sources.addArgument(table.toString());
            return sources.images().stream().map(ImageSource::name).toList();
        }
    }

    @Test
    void damagedAndCompressedArchivesAreRefused() throws IOException {
        byte[] tar = tarEntry("z.png", '0', "x".repeat(600));
        Files.write(folder.resolve("cut.tar"), Arrays.copyOf(tar, 700));
        Files.write(
                folder.resolve("noise.tar"), "noise".repeat(200).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("noise.zip"), tar);
        Files.write(folder.resolve("a.tar.gz"), tar);
        Files.write(folder.resolve("a.tar.br"), tar);

        assertThatThrownBy(() -> names(folder + "/cut.tar")).hasMessageContaining("cut off");
        assertThatThrownBy(() -> names(folder + "/noise.tar")).hasMessageContaining("no header");
        assertThatThrownBy(() -> names(folder + "/noise.zip"))
                .hasMessageContaining("noise.zip cannot");
        assertThatThrownBy(() -> names(folder + "/a.tar.gz"))
                .hasMessageContaining("a.tar.gz cannot be read");
        assertThatThrownBy(() -> names(folder + "/a.tar.br"))
                .hasMessageContaining("there are .tar.gz, .tar.zst and .tar.xz");
    }

    /// A header block and the padded content.
    private static byte[] tarEntry(String name, char type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        var block = ByteBuffer.allocate(512 + (bytes.length + 511) / 512 * 512);
        block.put(0, name.getBytes(StandardCharsets.UTF_8));
        block.put(124, octal(bytes.length, 11));
        block.put(156, (byte) type);
        block.put(257, "ustar\00000".getBytes(StandardCharsets.UTF_8));
        block.put(148, "        ".getBytes(StandardCharsets.UTF_8));
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += block.get(i) & 0xFF;
        }
        block.put(148, octal(sum, 6)).put(154, (byte) 0);
        block.put(512, bytes);
        return block.array();
    }

    private static byte[] octal(int value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Names with contents.
    private List<String> contents(Path archive) {
        try (var sources = new Sources(TableColumns.DEFAULT)) {
            sources.addArgument(archive.toString());
            return sources.images().stream()
                    .map(image ->
                            image.name().substring(folder.toString().length() + 1)
                                    + "="
                                    + new String(
                                            image.read().file().toByteArray(),
                                            StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private List<String> names(String... arguments) {
        try (var sources = new Sources(TableColumns.DEFAULT)) {
            List.of(arguments).forEach(sources::addArgument);
            String prefix = folder.toString().replace('\\', '/') + "/";
            return sources.images().stream()
                    .map(image -> image.name().substring(prefix.length()))
                    .toList();
        }
    }
}
