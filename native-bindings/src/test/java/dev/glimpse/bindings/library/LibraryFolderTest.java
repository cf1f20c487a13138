package dev.glimpse.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.LibraryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {
    private static final Platform LINUX = new Platform("linux", "x86_64");

    @TempDir Path folder;

    @Test
    void propertyGoesBeforeTheVariable() throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("libllama.so"));
        Files.createFile(second.resolve("libllama.so"));
        assertThat(find(Optional.of(first.toString()), Optional.of(second.toString())))
                .isEqualTo(first);
        assertThat(find(Optional.empty(), Optional.of(second.toString()))).isEqualTo(second);
    }

    @Test
    void brokenSettingIsReportedAndNotPassedOver() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> find(Optional.of(missing.toString()), Optional.empty()))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("-Dglimpse.native.dir is " + missing)
                .hasMessageContaining("not a folder")
                .hasMessageContaining("make native");
        assertThatThrownBy(() -> find(Optional.empty(), Optional.of(folder.toString())))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining(
                        "GLIMPSE_NATIVE_DIR is " + folder + ", which has no libllama.so");
        assertThatThrownBy(() -> find(Optional.empty(), Optional.of("a\0b")))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("GLIMPSE_NATIVE_DIR");
    }

    @Test
    void platformsAreTheSixThatAreBuilt() {
        assertThat(Platform.of("Linux", "amd64").id()).isEqualTo("linux-x86_64");
        assertThat(Platform.of("Mac OS X", "aarch64").fileName("llama"))
                .isEqualTo("libllama.dylib");
        assertThat(Platform.of("Windows 11", "arm64").fileName("llama")).isEqualTo("llama.dll");
        assertThatThrownBy(() -> Platform.of("Solaris", "sparcv9"))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("Solaris on sparcv9")
                .hasMessageContaining("supported: linux, macos and windows");
    }

    private Path find(Optional<String> property, Optional<String> variable) {
        var nothingPacked = new PackedLibraries(_ -> null, folder);
        return LibraryFolder.find(LINUX, property, variable, nothingPacked);
    }
}
