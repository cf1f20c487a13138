package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageBatch.Done;
import dev.glimpse.vision.ImageBatch.Failed;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.ImageSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which slices go through which graph.
class SliceBatchTest {
    /// An image of this width has a slice of another size before its others.
    private static final int WIDE = 3;

    private static final int MOST = 4;

    /// What graphs were asked to encode: the first value of each slice.
    private final List<List<Float>> graphs = new ArrayList<>();

    private float broken = Float.NaN;

    private final SliceBatch<String> batch = new SliceBatch<>(SliceBatchTest::slices, new Graphs());

    private final class Graphs implements SliceGraphs {
        @Override
        public int largestBatch(PatchGrid grid, int wanted) {
            return Math.min(wanted, MOST);
        }

        @Override
        public List<ImageEmbedding> encode(List<Patches> slices) {
            assertThat(slices.stream().map(Patches::grid).distinct()).hasSize(1);
            List<Float> values = slices.stream().map(slice -> slice.value(0, 0)).toList();
            graphs.add(values);
            if (values.contains(broken)) {
                throw new EncoderException("broken");
            }
            return values.stream()
                    .map(value ->
                            new ImageEmbedding(1, 1, new float[] {value}, Optional.empty(), true))
                    .toList();
        }
    }

    /// As many slices as the image is high, of its own number.
    private static SlicesUnderWay slices(RgbImage image, EncodeOptions options) {
        int number = image.sample(0, 0, 0);
        var slices = new ArrayList<Patches>();
        for (int i = 0; i < image.height(); i++) {
            int width = i == 0 && image.width() == WIDE ? 28 : 14;
            slices.add(
                    Patches.of(
                            ImageSlice.whole(plain(number, width, 14)),
                            14,
                            Normalization.STEPWISE));
        }
        return new SlicesUnderWay(
                slices,
                embeddings ->
                        embeddings.stream().<EncodedPart>map(EncodedPart.Embedding::new).toList(),
                Duration.ofNanos(5));
    }

    private static RgbImage plain(int number, int width, int height) {
        var pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) number);
        return RgbImage.takeOver(width, height, pixels);
    }

    private void add(int number, int width, int slices) {
        batch.add("" + number, plain(number, width, slices), EncodeOptions.DEFAULT);
    }

    private static float value(int number) {
        return slices(plain(number, 1, 1), EncodeOptions.DEFAULT).slices().getFirst().value(0, 0);
    }

    private static List<Float> values(int... numbers) {
        return Stream.of(Arrays.stream(numbers).boxed().toArray(Integer[]::new))
                .map(SliceBatchTest::value)
                .toList();
    }

    @Test
    void graphsOfTheFirstImageAreFilledUpWithOthersSlices() {
        add(1, WIDE, 3);
        add(2, 1, 1);
        add(3, WIDE, 1);
        add(4, 1, 2);
        assertThat(batch.slices()).isEqualTo(7);
        assertThat(batch.advance()).extracting("key").containsExactly("3");
        assertThat(batch.advance()).extracting("key").containsExactly("1", "2");
        assertThat(batch.slices()).isEqualTo(1);
        assertThat(batch.advance()).extracting("key").containsExactly("4");
        assertThat(batch.advance()).isEmpty();
        assertThat(graphs).containsExactly(values(1, 3), values(1, 1, 2, 4), values(4));
    }

    @Test
    void imagesHaveTheirOwnEmbeddingsAndTheTimeOfTheirGraphs() {
        add(1, WIDE, 2);
        add(2, 1, 1);
        assertThat(batch.advance()).isEmpty();
        for (var outcome : batch.advance()) {
            assertThat(outcome).isInstanceOf(Done.class);
            var image = ((Done<String>) outcome).image();
            assertThat(image.embeddings())
                    .allMatch(row -> row.value(0, 0) == value(Integer.parseInt(outcome.key())));
            assertThat(image.preprocess()).isEqualTo(Duration.ofNanos(5));
            assertThat(image.encode()).isPositive();
        }
    }

    @Test
    void whatIsGivenUpIsNotEncoded() {
        add(1, WIDE, 2);
        add(2, WIDE, 2);
        assertThat(batch.advance()).isEmpty();
        batch.remove("1");
        assertThat(batch.advance()).extracting("key").containsExactly("2");
        batch.remove("1");
        assertThat(graphs).containsExactly(values(1, 2), values(2));
    }

    @Test
    void theOneAtFaultFailsAndTheOthersAreTriedWithoutIt() {
        broken = value(2);
        add(1, 1, 1);
        add(2, 1, 2);
        add(3, 1, 1);
        var outcomes = batch.advance();
        assertThat(outcomes).hasSize(3);
        assertThat(outcomes)
                .filteredOn(Done.class::isInstance)
                .extracting("key")
                .containsExactly("1", "3");
        assertThat(outcomes)
                .filteredOn(Failed.class::isInstance)
                .extracting("key")
                .containsExactly("2");
        assertThat(batch.slices()).isZero();
        assertThat(graphs).containsExactly(values(1, 2, 2, 3), values(1), values(2, 2), values(3));
    }
}
