package dev.glimpse.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

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
    void fileWhoseNameIsNotUtf8IsRead() throws Exception {
        String script = "printf image >\"$1/$(printf 'caf\\351.png')\"";
        var shell = new ProcessBuilder("sh", "-c", script, "sh", folder.toString());
        assertThat(shell.inheritIO().start().waitFor()).isZero();

        ImageSource odd = images(folder.toString()).get(1);

        assertThat(odd.name()).endsWith("photos/caf\uFFFD.png");
        assertThat(odd.read().file().toByteArray())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("image");
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
