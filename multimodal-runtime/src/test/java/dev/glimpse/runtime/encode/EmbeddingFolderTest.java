package dev.glimpse.runtime.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.EmbeddingGrid;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFolderTest {
    private static final ImageKey KEY = key("one");
    private static final ImageKey OTHER = key("other");

    @TempDir private Path folder;

    @Test
    void whatIsPutIsFoundByAnotherProcess() {
        new EmbeddingFolder(folder, 1 << 20).put(KEY, image(3));
        var other = new EmbeddingFolder(folder, 1 << 20);
        assertSame(other.find(KEY).orElseThrow(), image(3));
        assertThat(other.find(OTHER)).isEmpty();
    }

    /// Cut off anywhere, or with any byte changed: nothing is found, and the file is gone.
    @Test
    void damagedFilesAreNeverTrusted() throws IOException {
        var embeddings = new EmbeddingFolder(folder, 1 << 20);
        embeddings.put(KEY, image(3));
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = whole.clone();
            if (round % 2 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(whole.length));
            } else {
                bytes[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, bytes);
            assertThat(embeddings.find(KEY)).as("round %d", round).isEmpty();
            assertThat(file).doesNotExist();
        }
        Files.write(file, whole);
        assertThat(embeddings.find(KEY)).isPresent();
    }

    @Test
    void anotherImagesFileUnderThisNameIsNotUsed() throws IOException {
        var embeddings = new EmbeddingFolder(folder, 1 << 20);
        embeddings.put(OTHER, image(3));
        Files.move(onlyFile(), folder.resolve(KEY.digest() + ".embedding"));
        assertThat(embeddings.find(KEY)).isEmpty();
    }

    @Test
    void thoseUsedLongestAgoMakeRoom() throws IOException {
        long size = EmbeddingBytes.write(KEY, image(3)).length;
        var embeddings = new EmbeddingFolder(folder, 2 * size);
        embeddings.put(key("a"), image(3));
        embeddings.put(key("b"), image(3));
        for (String name : List.of("a", "b")) {
            Path file = folder.resolve(key(name).digest() + ".embedding");
            Files.setLastModifiedTime(file, FileTime.fromMillis(name.equals("a") ? 1000 : 2000));
        }
        assertThat(embeddings.find(key("a"))).isPresent();
        embeddings.put(key("c"), image(3));
        assertThat(embeddings.find(key("a"))).isPresent();
        assertThat(embeddings.find(key("b"))).isEmpty();
        assertThat(embeddings.find(key("c"))).isPresent();
    }

    /// By a process that was killed while it wrote; one that writes now keeps its file.
    @Test
    void filesThatWereNeverFinishedGo() throws IOException {
        Path old = Files.createFile(folder.resolve("old.part"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(1000));
        Path young = Files.createFile(folder.resolve("young.part"));
        new EmbeddingFolder(folder, 1 << 20).put(KEY, image(3));
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenCostsNoAnswer() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var embeddings = new EmbeddingFolder(file.resolve("below"), 1 << 20);
        embeddings.put(KEY, image(3));
        assertThat(embeddings.find(KEY)).isEmpty();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.reduce(
                            (a, b) -> {
                                throw new AssertionError(a + " and " + b);
                            })
                    .orElseThrow();
        }
    }

    private static ImageKey key(String name) {
        return ImageKey.of(
                name, EncodeOptions.DEFAULT, RgbImage.copyOf(1, 1, new byte[] {1, 2, 3}));
    }

    private static EncodedImage image(int rows) {
        var values = new float[rows * 4];
        var places = new int[rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 3f - 1;
        }
        Arrays.setAll(places, i -> i * 2);
        var positions = new DecoderPositions(places, places.clone(), places.clone(), 9);
        return new EncodedImage(
                List.of(
                        new EncodedPart.Markers(List.of(7, 8)),
                        new EncodedPart.Embedding(
                                new ImageEmbedding(rows, 4, values, Optional.of(positions), true)),
                        new EncodedPart.Embedding(
                                new ImageEmbedding(rows, 4, values.clone(), Optional.empty(), false)
                                        .withGrid(new EmbeddingGrid(1, rows))),
                        new EncodedPart.Markers(List.of())),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    private static void assertSame(EncodedImage found, EncodedImage expected) {
        assertThat(found.encode()).isZero();
        assertThat(found.parts()).hasSameSizeAs(expected.parts());
        assertThat(EmbeddingBytes.write(KEY, found)).isEqualTo(EmbeddingBytes.write(KEY, expected));
    }
}
