package dev.glimpse.runtime.video;

import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.runtime.chat.VideoSource;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.options.VisionOptions;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.video.FrameChoice;
import dev.glimpse.vision.video.SampledFrame;
import dev.glimpse.vision.video.VideoDecoding;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Reads the video files of one request to frames. Confined to the caller's thread, which waits for
/// the process that reads, and leaves at once when cancelled.
public final class VideoFiles {
    private static final Logger LOGGER = System.getLogger(VideoFiles.class.getName());

    private final VisionOptions limits;
    private final Cancellation cancellation;

    /// Frames that the request may still have.
    private int left;

    public VideoFiles(VisionOptions limits, Cancellation cancellation) {
        this.limits = limits;
        this.cancellation = cancellation;
        left = limits.maxFrames();
    }

    /// The same conversation with frames in place of files.
    ///
    /// @return nothing if cancelled
    /// @throws ImageException if a file is no video, damaged or beyond a limit
    /// @throws InvalidRequestException if other videos have all the frames that there may be
    public Optional<List<Message>> read(List<Message> messages) throws InterruptedException {
        for (Message message : messages) {
            for (Content content : message.content()) {
                left -= content instanceof Content.Video video ? video.frames().size() : 0;
            }
        }
        var read = new ArrayList<Message>();
        for (Message message : messages) {
            var contents = new ArrayList<Content>();
            for (Content content : message.content()) {
                if (content instanceof Content.VideoFile file) {
                    Optional<Content.Video> video = read(file);
                    if (video.isEmpty()) {
                        return Optional.empty();
                    }
                    contents.add(video.get());
                } else {
                    contents.add(content);
                }
            }
            read.add(new Message(message.role(), contents));
        }
        return Optional.of(read);
    }

    private Optional<Content.Video> read(Content.VideoFile video) throws InterruptedException {
        if (left < 1) {
            throw new InvalidRequestException(
                    "the request's other videos have all the "
                            + limits.maxFrames()
                            + " frames that are allowed (VisionOptions.maxFrames); ask for fewer"
                            + " of each");
        }
        FrameChoice asked = video.sampling();
        FrameChoice sampling = asked.withMaxFrames(Math.min(asked.maxFrames(), left));
        Optional<List<SampledFrame>> frames =
                switch (video.source()) {
                    case VideoSource.OnDisk(Path file) -> frames(file, sampling);
                    case VideoSource.InMemory(var bytes) -> frames(bytes.toByteArray(), sampling);
                };
        frames.ifPresent(found -> left -= found.size());
        return frames.map(found -> video(found, video));
    }

    private static Content.Video video(List<SampledFrame> frames, Content.VideoFile file) {
        ImageOptions options = file.options();
        return new Content.Video(
                frames.stream()
                        .map(frame ->
                                new VideoFrame(Content.image(frame.image(), options), frame.time()))
                        .toList(),
                file.framesPerPack());
    }

    private Optional<List<SampledFrame>> frames(byte[] bytes, FrameChoice sampling)
            throws InterruptedException {
        Path file;
        try {
            file = Files.createTempFile("glimpse-", ".video");
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        try {
            Files.write(file, bytes);
            return frames(file, sampling);
        } catch (IOException e) {
            throw cannotWrite(e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} cannot be deleted: {1}", file, e.toString());
        }
    }

    private static GenerationFailedException cannotWrite(IOException cause) {
        return new GenerationFailedException(
                "the video could not be put in a temporary file: " + cause, cause);
    }

    private Optional<List<SampledFrame>> frames(Path file, FrameChoice sampling)
            throws InterruptedException {
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        try (var decoding = VideoDecoding.start(file, sampling, limits.imageLimits());
                var _ = cancellation.onCancel(decoding::close)) {
            var reading = new FutureTask<>(decoding::frames);
            Thread.ofVirtual().name("glimpse-video").start(reading);
            return Optional.of(reading.get());
        } catch (ExecutionException e) {
            if (cancellation.isCancelled()) {
                return Optional.empty();
            }
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default ->
                        throw new IllegalStateException("reading throws nothing checked", e);
            }
        }
    }
}
