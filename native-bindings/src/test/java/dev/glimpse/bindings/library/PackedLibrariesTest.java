package dev.glimpse.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.LibraryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedLibrariesTest {
    private static final Platform PLATFORM = new Platform("linux", "x86_64");
    private static final String ROOT = "/dev/glimpse/bindings/native/linux-x86_64/";
    private static final byte[] LLAMA = new byte[200_000];
    private static final byte[] GGML = "ggml".getBytes(StandardCharsets.UTF_8);

    @TempDir Path cache;
    private final List<String> opened = new ArrayList<>();
    private final List<String> searched = new ArrayList<>();

    @Test
    void filesAreUnpackedOnce() throws Exception {
        var jar = jar();
        Path folder = unpack(jar).orElseThrow();
        assertThat(folder.getParent()).isEqualTo(cache);
        assertThat(folder.resolve("libllama.so")).hasBinaryContent(LLAMA);
        assertThat(names(folder)).containsExactly("libggml.so", "libllama.so");
        assertThat(searched).isEmpty();
        opened.clear();
        assertThat(unpack(jar)).hasValue(folder);
        assertThat(opened).containsExactly(ROOT + "index.txt");
    }

    @Test
    void versionsHaveFoldersOfTheirOwn() throws Exception {
        Path first = unpack(jar()).orElseThrow();
        Path second = unpack(jar("libggml.so", LLAMA)).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(first.resolve("libggml.so")).hasBinaryContent(GGML);
    }

    @Test
    void damagedFileInTheCacheIsReplaced() throws Exception {
        Path library = unpack(jar()).orElseThrow().resolve("libllama.so");
        Files.write(library, new byte[] {1, 2, 3});
        unpack(jar());
        assertThat(library).hasBinaryContent(LLAMA);
        Files.delete(library);
        unpack(jar());
        assertThat(library).hasBinaryContent(LLAMA);
    }

    @Test
    void damagedJarIsRefusedAndLeavesNothing() throws Exception {
        var jar = jar();
        jar.put(ROOT + "libllama.so", GGML);
        assertThatThrownBy(() -> unpack(jar))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("libllama.so does not match its checksum");
        jar.remove(ROOT + "libllama.so");
        assertThatThrownBy(() -> unpack(jar))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("the platform jar has no " + ROOT + "libllama.so");
        try (var files = Files.walk(cache)) {
            assertThat(files).noneMatch(file -> file.toString().contains("libllama"));
        }
    }

    @Test
    void indexNamesPlainFiles() {
        for (String line :
                List.of(
                        "no-checksum libllama.so",
                        "0".repeat(64),
                        "0".repeat(64) + " ../libllama.so",
                        "0".repeat(64) + " ..",
                        "0".repeat(64) + " /etc/passwd")) {
            var jar = Map.of(ROOT + "index.txt", line.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> unpack(jar))
                    .isInstanceOf(LibraryException.class)
                    .hasMessageContaining(line)
                    .hasMessageContaining("expected `SHA256  FILE`");
        }
    }

    @Test
    void missingJarIsAPlaceThatWasSearched() {
        assertThat(unpack(Map.of())).isEmpty();
        assertThat(searched).containsExactly("resource " + ROOT + "index.txt: not on the path");
    }

    @Test
    void cacheThatCannotBeWrittenIsNamedWithItsSetting() throws Exception {
        // A file in the way: permissions would not stop an administrator.
        Path blocked = Files.createFile(cache.resolve("file")).resolve("unpacked");
        var jar = jar();
        var packed = new PackedLibraries(name -> open(jar, name), blocked);
        assertThatThrownBy(() -> packed.unpack(PLATFORM, searched))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("could not be unpacked to " + blocked)
                .hasMessageContaining("set GLIMPSE_CACHE to a folder that can be written");
    }

    @Test
    void manyAtOnceAllFindWholeFiles() throws Exception {
        var jar = jar();
        var start = new CyclicBarrier(8);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Path>>();
            for (int i = 0; i < 8; i++) {
                all.add(
                        executor.submit(() -> {
                            start.await();
                            var packed = new PackedLibraries(name -> open(jar, name), cache);
                            Path folder = packed.unpack(PLATFORM, new ArrayList<>()).orElseThrow();
                            assertThat(folder.resolve("libllama.so")).hasBinaryContent(LLAMA);
                            return folder;
                        }));
            }
            var folders = new HashSet<Path>();
            for (var one : all) {
                folders.add(one.get());
            }
            // Looked at once all are done: until then a slower one may still hold its own part.
            assertThat(folders).hasSize(1);
            assertThat(names(folders.iterator().next()))
                    .containsExactly("libggml.so", "libllama.so");
        }
    }

    private static Map<String, byte[]> jar() {
        return jar("libggml.so", GGML);
    }

    private static Map<String, byte[]> jar(String name, byte[] bytes) {
        var jar = new LinkedHashMap<String, byte[]>();
        jar.put(ROOT + "libllama.so", LLAMA);
        jar.put(ROOT + name, bytes);
        var index = new StringBuilder();
        jar.forEach((file, content) ->
                index.append(sha256(content))
                        .append("  ")
                        .append(file.substring(ROOT.length()))
                        .append('\n'));
        jar.put(ROOT + "index.txt", index.toString().getBytes(StandardCharsets.UTF_8));
        return jar;
    }

    private Optional<Path> unpack(Map<String, byte[]> jar) {
        var packed =
                new PackedLibraries(
                        name -> {
                            opened.add(name);
                            return open(jar, name);
                        },
                        cache);
        return packed.unpack(PLATFORM, searched);
    }

    private static @Nullable InputStream open(Map<String, byte[]> jar, String name) {
        byte[] bytes = jar.get(name);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
