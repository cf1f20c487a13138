package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.vision.EncodedImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Images on their way to embeddings, without a decoder. Confined to the caller's thread.
final class Embedding {
    private Embedding() {}

    static ImageEmbeddings run(
            ImageEncoder encoder,
            ImageWork work,
            List<Content> content,
            Cancellation cancellation) {
        var images = new RequestImages(work, List.of(new Message(Role.USER, content)));
        images.plannedTokens(encoder); // refuses what is too large before anything is decoded
        Optional<List<EncodedImage>> encoded;
        try {
            encoded = images.encode(encoder, cancellation);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
        return new ImageEmbeddings(encoded.orElseThrow(Embedding::cancelled), timings(images));
    }

    private static Timings timings(RequestImages images) {
        return new Timings(
                images.waitingTime(),
                images.decodeTime(),
                images.preprocessTime(),
                images.encodeTime(),
                Duration.ZERO,
                Duration.ZERO);
    }

    private static CancellationException cancelled() {
        return new CancellationException("the images were not encoded: cancelled");
    }
}
