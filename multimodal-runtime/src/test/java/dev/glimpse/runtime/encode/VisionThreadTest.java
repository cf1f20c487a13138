package dev.glimpse.runtime.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class VisionThreadTest {

    /// Encodes nothing, and the first image not before it is let go.
    private static final class HeldEncoder implements VisionEncoder {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final List<Integer> widths = Collections.synchronizedList(new ArrayList<>());
        volatile boolean closed;

        @Override
        public EncodedImage encode(RgbImage image) {
            widths.add(image.width());
            begun.countDown();
            boolean interrupted = false;
            while (go.getCount() > 0) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    // A native call goes on, too.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return new EncodedImage(List.of(), Duration.ZERO, Duration.ZERO);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void imageOfAnInterruptedCallerIsNotEncoded() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = VisionThread.start(encoder, ComputeTurn.separateDevices());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> vision.encode(image(1), new Cancellation()));
            encoder.begun.await();
            var left = new CompletableFuture<Throwable>();
            var waiting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    vision.encode(image(2), new Cancellation());
                                } catch (InterruptedException e) {
                                    left.complete(e);
                                }
                            });
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            assertThat(left.get()).isInstanceOf(InterruptedException.class);
            encoder.go.countDown();
            assertThat(first.get()).isPresent();
            assertThat(vision.encode(image(3), new Cancellation())).isPresent();
            assertThat(encoder.widths).containsExactly(1, 3);
        }
        assertThat(encoder.closed).isTrue();
    }

    @Test
    void cancelledImageIsNotEncoded() throws Exception {
        var encoder = new HeldEncoder();
        encoder.go.countDown();
        var cancelled = new Cancellation();
        cancelled.cancel();
        try (var vision = VisionThread.start(encoder, ComputeTurn.sharedCores())) {
            assertThat(vision.encode(image(1), cancelled)).isEmpty();
            assertThat(encoder.widths).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // closing early, and twice, is what is tested
    void closingRefusesWhatWaitsAndWaitsForWhatRuns() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = VisionThread.start(encoder, ComputeTurn.sharedCores());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> vision.encode(image(1), new Cancellation()));
            encoder.begun.await();
            var refused = new CompletableFuture<Throwable>();
            var waiting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    vision.encode(image(2), new Cancellation());
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
            encoder.go.countDown();
            closing.get();
            assertThat(encoder.closed).isTrue();
            assertThat(running.get()).isPresent();
            assertThatThrownBy(() -> vision.encode(image(3), new Cancellation()))
                    .isInstanceOf(ModelClosedException.class);
        }
    }

    private static RgbImage image(int width) {
        return RgbImage.copyOf(width, 1, new byte[3 * width]);
    }
}
