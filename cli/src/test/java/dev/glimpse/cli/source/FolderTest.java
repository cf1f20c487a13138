package dev.glimpse.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        folder = Files.createDirectories(temporary.resolve("photos/deep")).getParent();
        Files.writeString(folder.resolve("a.gif"), "image");
        Files.writeString(folder.resolve("deep/c.webp"), "image");
    }

    @Test
    void linkToAFolderIsTheFolder() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);

        assertThat(names(link.toString())).containsExactly(link + "/a.gif", link + "/deep/c.webp");
        assertThat(names(link + "/*.gif")).containsExactly(link + "/a.gif");
    }

    @Test
    void linksToFoldersWithinAreNotFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("deep/round"), folder);

        assertThat(names(folder.toString()))
                .containsExactly(folder + "/a.gif", folder + "/deep/c.webp");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere a name cannot be anything but text
    void filesWhoseNamesAreNotUtf8AreReadEachUnderANameOfItsOwn() throws Exception {
        writeOdd("caf\\350.png", "grave");
        writeOdd("caf\\351.png", "acute");
        Files.writeString(folder.resolve("caf\uFFFD.png"), "sign");

        List<ImageSource> odd = images(folder.toString()).subList(1, 4);

        assertThat(odd)
                .extracting(FolderTest::row)
                .containsExactlyInAnyOrder(
                        folder + "/caf%E8.png=grave",
                        folder + "/caf%E9.png=acute",
                        folder + "/caf\uFFFD.png=sign");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void filesThatWouldHaveOneNameAreRefused() throws Exception {
        writeOdd("caf\\351.png", "odd");
        Files.writeString(folder.resolve("caf%E9.png"), "plain");

        assertThatThrownBy(() -> images(folder.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("both be known as " + folder + "/caf%E9.png")
                .hasMessageContaining("/caf%25E9.png");
    }

    /// @param name as `printf` writes it
    private void writeOdd(String name, String content) throws Exception {
        String script = "printf %s \"$3\" >\"$1/$(printf \"$2\")\"";
        var shell = new ProcessBuilder("sh", "-c", script, "sh", folder.toString(), name, content);
        assertThat(shell.inheritIO().start().waitFor()).isZero();
    }

    private static String row(ImageSource image) {
        return image.name()
                + "="
                + new String(image.read().file().toByteArray(), StandardCharsets.UTF_8);
    }

    private static List<String> names(String argument) {
        return images(argument).stream().map(ImageSource::name).toList();
    }

    private static List<ImageSource> images(String argument) {
        try (var sources = new Sources(TableColumns.DEFAULT)) {
            sources.addArgument(argument);
            return sources.images();
        }
    }
}
