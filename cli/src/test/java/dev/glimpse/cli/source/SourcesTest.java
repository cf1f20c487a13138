package dev.glimpse.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        var sources = new Sources();

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

    private List<String> names(String... arguments) {
        var sources = new Sources();
        List.of(arguments).forEach(sources::addArgument);
        String prefix = folder.toString().replace('\\', '/') + "/";
        return sources.images().stream()
                .map(image -> image.name().substring(prefix.length()))
                .toList();
    }
}
