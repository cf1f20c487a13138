package dev.glimpse.runtime.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ImageCacheOptions;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ImageEncoderTest {

    @Test
    void imageOfAnInterruptedCallerIsNotEncoded() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    executor.submit(() ->
                            vision.encode(image(1), EncodeOptions.DEFAULT, new Cancellation()));
            encoder.awaitGraph();
            var left = new CompletableFuture<Throwable>();
            var waiting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    vision.encode(
                                            image(2), EncodeOptions.DEFAULT, new Cancellation());
                                } catch (InterruptedException e) {
                                    left.complete(e);
                                }
                            });
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            assertThat(left.get()).isInstanceOf(InterruptedException.class);
            encoder.letAll();
            assertThat(first.get()).isPresent();
            assertThat(vision.encode(image(3), EncodeOptions.DEFAULT, new Cancellation()))
                    .isPresent();
            assertThat(encoder.graphs).containsExactly(List.of(1), List.of(3));
        }
        assertThat(encoder.closed).isTrue();
    }

    @Test
    void cancelledImageIsNotEncoded() throws Exception {
        var encoder = new HeldEncoder();
        encoder.letAll();
        var cancelled = new Cancellation();
        cancelled.cancel();
        try (var vision = start(encoder)) {
            assertThat(vision.encode(image(1), EncodeOptions.DEFAULT, cancelled)).isEmpty();
            assertThat(encoder.graphs).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // closing early, and twice, is what is tested
    void closingRefusesWhatWaitsAndWaitsForWhatRuns() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    executor.submit(() ->
                            vision.encode(image(1), EncodeOptions.DEFAULT, new Cancellation()));
            encoder.awaitGraph();
            var refused = new CompletableFuture<Throwable>();
            var waiting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    vision.encode(
                                            image(2), EncodeOptions.DEFAULT, new Cancellation());
                                } catch (ModelClosedException | InterruptedException e) {
                                    refused.complete(e);
                                }
                            });
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            var closing = executor.submit(vision::close);
            assertThat(refused.get()).isInstanceOf(ModelClosedException.class);
            assertThat(encoder.closed).isFalse();
            encoder.letAll();
            closing.get();
            assertThat(encoder.closed).isTrue();
            assertThat(running.get()).isPresent();
            assertThatThrownBy(() ->
                            vision.encode(image(3), EncodeOptions.DEFAULT, new Cancellation()))
                    .isInstanceOf(ModelClosedException.class);
        }
    }

    private static RgbImage image(int width) {
        return RgbImage.copyOf(width, 1, new byte[3 * width]);
    }

    @Test
    void anImageIsEncodedOnce() throws Exception {
        var encoder = new HeldEncoder();
        encoder.letAll();
        try (var vision = start(encoder)) {
            var first = vision.encode(image(7), EncodeOptions.DEFAULT, new Cancellation());
            var again = vision.encode(image(7), EncodeOptions.DEFAULT, new Cancellation());
            assertThat(again).map(EncodedImage::parts).isEqualTo(first.map(EncodedImage::parts));
            assertThat(again.orElseThrow().encode()).isZero();
            var other = EncodeOptions.DEFAULT.withMaxSlices(4);
            assertThat(vision.encode(image(7), other, new Cancellation())).isPresent();
            assertThat(encoder.graphs).containsExactly(List.of(7), List.of(7));
            assertThat(vision.statistics().memoryHits()).isEqualTo(1);
            assertThat(vision.statistics().misses()).isEqualTo(2);
            assertThat(vision.statistics().entries()).isEqualTo(2);
        }
    }

    @Test
    void requestsForOneImageShareItsEncoding() throws Exception {
        var encoder = new HeldEncoder();
        int requests = 20;
        try (var vision = start(encoder);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Optional<EncodedImage>>>();
            for (int i = 0; i < requests; i++) {
                results.add(executor.submit(() -> encode(vision, 5, new Cancellation())));
            }
            encoder.awaitGraph();
            while (vision.statistics().shared() < requests - 1) {
                Thread.onSpinWait();
            }
            encoder.letAll();
            for (var result : results) {
                assertThat(result.get()).isPresent();
            }
            assertThat(encoder.graphs).containsExactly(List.of(5));
        }
    }

    @Test
    void oneWhoCancelsLeavesTheOthersTheirImage() throws Exception {
        var encoder = new HeldEncoder();
        var starter = new Cancellation();
        try (var vision = start(encoder);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> encode(vision, 5, starter));
            encoder.awaitGraph();
            var second = executor.submit(() -> encode(vision, 5, new Cancellation()));
            while (vision.statistics().shared() < 1) {
                Thread.onSpinWait();
            }
            starter.cancel();
            assertThat(first.get()).as("at once, while it is encoded").isEmpty();
            encoder.letAll();
            assertThat(second.get()).isPresent();
        }
    }

    @Test
    void whatNobodyWaitsForIsGivenUpAndBegunAnew() throws Exception {
        var encoder = new HeldEncoder();
        var cancellation = new Cancellation();
        try (var vision = start(encoder);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> encode(vision, 5, cancellation));
            encoder.awaitGraph();
            cancellation.cancel();
            assertThat(first.get()).isEmpty();
            var again = executor.submit(() -> encode(vision, 5, new Cancellation()));
            while (vision.statistics().misses() < 2) {
                Thread.onSpinWait();
            }
            encoder.letAll();
            assertThat(again.get()).isPresent();
            assertThat(encoder.graphs).containsExactly(List.of(5), List.of(5));
            assertThat(vision.statistics().entries()).isEqualTo(1);
        }
    }

    @Test
    void aFailureReachesAllWhoWaitAndIsNotKept() throws Exception {
        var encoder = new HeldEncoder();
        encoder.failure = new EncoderException("broken");
        try (var vision = start(encoder);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> encode(vision, 5, new Cancellation()));
            encoder.awaitGraph();
            var second = executor.submit(() -> encode(vision, 5, new Cancellation()));
            while (vision.statistics().shared() < 1) {
                Thread.onSpinWait();
            }
            encoder.letAll();
            assertThatThrownBy(first::get).hasRootCauseMessage("broken");
            assertThatThrownBy(second::get).hasRootCauseMessage("broken");
            encoder.failure = null;
            assertThat(encode(vision, 5, new Cancellation())).isPresent();
        }
    }

    private static Optional<EncodedImage> encode(
            ImageEncoder vision, int width, Cancellation cancellation) throws InterruptedException {
        return vision.encode(image(width), EncodeOptions.DEFAULT, cancellation);
    }

    @MustBeClosed
    private static ImageEncoder start(VisionEncoder encoder) {
        return ImageEncoder.start(
                encoder, ComputeTurn.besideEachOther(), ImageCacheOptions.DEFAULT);
    }
}
