package dev.glimpse.runtime.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ImageCacheOptions;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Images that wait while a graph is computed go through the next one together.
class WaitingImagesTest {

    /// A request for an image, whose caller waits for it.
    private record Request(
            Thread caller,
            Cancellation cancellation,
            CompletableFuture<Optional<EncodedImage>> result) {

        static Request begin(ImageEncoder vision, int width, int slices) {
            var cancellation = new Cancellation();
            var result = new CompletableFuture<Optional<EncodedImage>>();
            RgbImage image = RgbImage.copyOf(width, slices, new byte[3 * width * slices]);
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    result.complete(
                                            vision.encode(
                                                    image, EncodeOptions.DEFAULT, cancellation));
                                } catch (InterruptedException | RuntimeException e) {
                                    result.completeExceptionally(e);
                                }
                            });
            while (caller.getState() != Thread.State.WAITING && !result.isDone()) {
                LockSupport.parkNanos(1000);
            }
            return new Request(caller, cancellation, result);
        }

        float embedding() throws Exception {
            return result.get().orElseThrow().embeddings().getFirst().value(0, 0);
        }
    }

    @Test
    void allThatWaitGoTogether() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder)) {
            var requests = new ArrayList<Request>();
            requests.add(Request.begin(vision, 1, 1));
            encoder.awaitGraph();
            for (int width = 2; width <= 5; width++) {
                requests.add(Request.begin(vision, width, 1));
            }
            encoder.letAll();
            for (int i = 0; i < requests.size(); i++) {
                assertThat(requests.get(i).embedding()).isEqualTo(i + 1);
            }
            assertThat(encoder.graphs).containsExactly(List.of(1), List.of(2, 3, 4, 5));
            assertThat(vision.statistics().misses()).isEqualTo(5);
            assertThat(vision.statistics().slices()).isEqualTo(5);
        }
    }

    @Test
    void newcomersJoinBetweenGraphs() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder)) {
            var large = Request.begin(vision, 1, 3);
            encoder.awaitGraph();
            var small = Request.begin(vision, 2, 1);
            encoder.letOne();
            encoder.awaitGraph();
            encoder.letOne();
            assertThat(small.embedding()).as("while the large one goes on").isEqualTo(2);
            encoder.letAll();
            assertThat(large.embedding()).isEqualTo(1);
            assertThat(encoder.graphs).containsExactly(List.of(1), List.of(1, 2), List.of(1));
        }
    }

    @Test
    void cancelledOnesLeaveTheOthersAlone() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder)) {
            var first = Request.begin(vision, 1, 1);
            encoder.awaitGraph();
            var stays = Request.begin(vision, 2, 2);
            var leavesWaiting = Request.begin(vision, 3, 2);
            var leavesBetween = Request.begin(vision, 4, 2);
            leavesWaiting.cancellation().cancel();
            assertThat(leavesWaiting.result().get()).isEmpty();
            encoder.letOne();
            encoder.awaitGraph();
            leavesBetween.cancellation().cancel();
            assertThat(leavesBetween.result().get()).as("at once").isEmpty();
            encoder.letAll();
            assertThat(first.embedding()).isEqualTo(1);
            assertThat(stays.embedding()).isEqualTo(2);
            assertThat(encoder.graphs).containsExactly(List.of(1), List.of(2, 4), List.of(2));
        }
    }

    @Test
    void badOnesFailAlone() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder)) {
            var first = Request.begin(vision, 1, 1);
            encoder.awaitGraph();
            var unfit = Request.begin(vision, HeldEncoder.UNFIT, 1);
            var broken = Request.begin(vision, HeldEncoder.BROKEN, 1);
            var good = Request.begin(vision, 2, 1);
            encoder.letAll();
            assertThat(first.embedding()).isEqualTo(1);
            assertThat(good.embedding()).isEqualTo(2);
            assertThatThrownBy(unfit.result()::get).hasRootCauseMessage("unfit");
            assertThatThrownBy(broken.result()::get).hasRootCauseMessage("broken");
            assertThat(vision.statistics().entries()).as("of those that are good").isEqualTo(2);
        }
    }

    /// As many as the memory for patches is meant for.
    @Test
    void whatIsBegunIsBounded() throws Exception {
        var encoder = new HeldEncoder();
        try (var vision = start(encoder)) {
            var requests = new ArrayList<Request>();
            requests.add(Request.begin(vision, 1, 1));
            encoder.awaitGraph();
            for (int width = 2; width <= 60; width++) {
                requests.add(Request.begin(vision, width, 1));
            }
            encoder.letAll();
            for (Request request : requests) {
                assertThat(request.result().get()).isPresent();
            }
            assertThat(encoder.graphs).extracting(List::size).containsExactly(1, 32, 27);
        }
    }

    @MustBeClosed
    private static ImageEncoder start(HeldEncoder encoder) {
        return ImageEncoder.start(
                encoder, ComputeTurn.besideEachOther(), ImageCacheOptions.DEFAULT);
    }
}
