package dev.glimpse.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries are loaded once for a process, so each case has one of its own.
class NativeLoadingTest {
    private static final Path BUILT = Path.of(System.getProperty("glimpse.native.dir"));
    private static final Platform PLATFORM = Platform.current();

    @TempDir Path folder;

    @Test
    void withoutAnySettingEveryPlaceThatWasSearchedIsNamed() {
        assertThat(load(Map.of()))
                .startsWith("REFUSED llama.cpp's native libraries for " + PLATFORM.id())
                .contains("-Dglimpse.native.dir: not set")
                .contains("GLIMPSE_NATIVE_DIR: not set")
                .contains("/dev/glimpse/bindings/native/" + PLATFORM.id() + "/index.txt")
                .contains("make native")
                .endsWith("SAME");
    }

    @Test
    void variableNamesTheFolder() {
        assertThat(load(Map.of(LibraryFolder.VARIABLE, BUILT.toString())))
                .startsWith("LOADED LibraryInfo[folder=" + BUILT)
                .contains(AbiCheck.COMMIT)
                .endsWith("SAME");
    }

    @Test
    void textFileIsNoLibrary() throws Exception {
        copyLibraries();
        Path library = folder.resolve(PLATFORM.fileName("llama"));
        Files.writeString(library, "not a library\n");
        assertThat(load(settingOf(folder)))
                .contains("REFUSED " + library + " cannot be loaded: ")
                .endsWith("SAME");
    }

    @Test
    void libraryThatIsMissingIsNamed() throws Exception {
        copyLibraries();
        Path library = folder.resolve(PLATFORM.fileName("mtmd"));
        Files.delete(library);
        assertThat(load(settingOf(folder)))
                .startsWith("REFUSED " + library + " is missing; the build in this folder is")
                .contains("make native");
    }

    @Test
    void libraryOfAnotherVersionIsRefused() throws Exception {
        copyLibraries();
        String other = "0123456789".repeat(4);
        Path library = folder.resolve(PLATFORM.fileName("glimpse_abi"));
        String bytes = Files.readString(library, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(AbiCheck.COMMIT);
        Files.writeString(
                library, bytes.replace(AbiCheck.COMMIT, other), StandardCharsets.ISO_8859_1);
        assertThat(load(settingOf(folder)))
                .startsWith("REFUSED the native libraries in " + folder)
                .contains("llama.cpp commit " + other + ", expected " + AbiCheck.COMMIT)
                .contains("make native")
                .endsWith("SAME");
    }

    private static Map<String, String> settingOf(Path folder) {
        return Map.of(LibraryFolder.VARIABLE, folder.toString());
    }

    private void copyLibraries() throws IOException {
        try (var files = Files.list(BUILT.toRealPath())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private String load(Map<String, String> setting) {
        var environment = new java.util.HashMap<>(setting);
        environment.putIfAbsent(LibraryFolder.VARIABLE, "");
        environment.put("GLIMPSE_CACHE", folder.resolve("cache").toString());
        var ended = new ChildJvm(folder, environment).run(LoadRun.class, 2);
        assertThat(ended.status()).as(ended.text()).isZero();
        return ended.text();
    }
}
