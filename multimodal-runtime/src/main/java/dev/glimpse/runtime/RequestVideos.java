package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.video.VideoFiles;
import java.util.List;
import java.util.Optional;

/// The video files of one request, which become frames while few others are pixels. Confined to the
/// caller's thread.
final class RequestVideos {
    private final ImageWork work;
    private final Cancellation cancellation;

    RequestVideos(ImageWork work, Cancellation cancellation) {
        this.work = work;
        this.cancellation = cancellation;
    }

    /// The same conversation with frames in place of files; without them where the request is
    /// cancelled, or the thread interrupted, which it stays.
    List<Message> read(List<Message> messages) {
        boolean files =
                messages.stream()
                        .flatMap(message -> message.content().stream())
                        .anyMatch(Content.VideoFile.class::isInstance);
        if (!files) {
            return messages;
        }
        try {
            return readWithin(messages).orElseGet(() -> withoutFiles(messages));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return withoutFiles(messages);
        }
    }

    private Optional<List<Message>> readWithin(List<Message> messages) throws InterruptedException {
        Optional<PixelBudget.Share> share =
                work.budget().take(work.limits().imageLimits().maxPixels(), cancellation);
        if (share.isEmpty()) {
            return Optional.empty();
        }
        try (var _ = share.get()) {
            return new VideoFiles(work.limits(), cancellation).read(messages);
        }
    }

    private static List<Message> withoutFiles(List<Message> messages) {
        return messages.stream()
                .map(message ->
                        new Message(
                                message.role(),
                                message.content().stream()
                                        .filter(each -> !(each instanceof Content.VideoFile))
                                        .toList()))
                .toList();
    }
}
