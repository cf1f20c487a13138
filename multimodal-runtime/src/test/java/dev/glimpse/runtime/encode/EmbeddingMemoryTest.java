package dev.glimpse.runtime.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddingMemoryTest {
    @Test
    void thoseUsedLongestAgoMakeRoomAndTheBoundHolds() {
        long size = EmbeddingMemory.bytes(image(10));
        var memory = new EmbeddingMemory(2 * size);
        memory.put(key(1), image(10));
        memory.put(key(2), image(10));
        assertThat(memory.find(key(1))).isPresent();
        memory.put(key(3), image(10));
        assertThat(memory.find(key(2))).isEmpty();
        assertThat(memory.find(key(1))).isPresent();
        assertThat(memory.level()).isEqualTo(new EmbeddingMemory.Level(2, 2 * size, 1));
        memory.put(key(4), image(100));
        assertThat(memory.find(key(4))).as("larger than all the room").isEmpty();
        assertThat(memory.level().entries()).isEqualTo(2);
        memory.put(key(1), image(10));
        assertThat(memory.level().bytes()).isEqualTo(2 * size);
    }

    @Test
    void noRoomKeepsNothing() {
        var memory = new EmbeddingMemory(0);
        memory.put(key(1), image(1));
        assertThat(memory.find(key(1))).isEmpty();
        assertThat(memory.level()).isEqualTo(new EmbeddingMemory.Level(0, 0, 0));
    }

    private static ImageKey key(int value) {
        return ImageKey.of(
                "encoder",
                EncodeOptions.DEFAULT,
                RgbImage.copyOf(1, 1, new byte[] {(byte) value, 0, 0}));
    }

    private static EncodedImage image(int rows) {
        var embedding = new ImageEmbedding(rows, 4, new float[rows * 4], Optional.empty(), true);
        return new EncodedImage(
                List.of(new EncodedPart.Embedding(embedding)), Duration.ZERO, Duration.ZERO);
    }
}
