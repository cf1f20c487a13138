package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.options.VisionOptions;
import java.util.List;

/// What a conversation must have before any work is done on it.
final class RequestCheck {
    private RequestCheck() {}

    /// @throws InvalidRequestException naming the message at fault
    static void check(List<Message> messages, boolean vision, VisionOptions limits) {
        if (messages.isEmpty()) {
            throw new InvalidRequestException("there are no messages; one user's turn is needed");
        }
        requireTurn(messages);
        int images = 0;
        int frames = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.SYSTEM && i > 0) {
                throw new InvalidRequestException(
                        "message " + i + " is the system's; only the first one may be");
            }
            requireUsersPictures(message, i);
            for (Content content : message.content()) {
                switch (content) {
                    case Content.Text _ -> {}
                    case Content.Picture _ -> images++;
                    case Content.Video video -> frames += video.frames().size();
                    case Content.VideoFile _ -> frames++; // one at least
                }
            }
        }
        checkImages(images, vision, limits.maxImages());
        checkFrames(frames, vision, limits.maxFrames());
    }

    /// The user's turn, which the model answers, and perhaps the beginning of its answer.
    private static void requireTurn(List<Message> messages) {
        Message last = messages.getLast();
        boolean says = last.content().stream().anyMatch(RequestCheck::says);
        switch (last.role()) {
            case USER -> {
                if (!says) {
                    throw new InvalidRequestException(
                            "the last message has no text; ask something about the images");
                }
            }
            case ASSISTANT -> {
                if (!says) {
                    throw new InvalidRequestException(
                            "the last message is the assistant's and has no text; give the"
                                    + " beginning of its answer, or leave the message out");
                }
                if (messages.size() < 2 || messages.get(messages.size() - 2).role() != Role.USER) {
                    throw new InvalidRequestException(
                            "the last message is the assistant's, and none of the user's comes"
                                    + " right before it; the model goes on with an answer to the"
                                    + " user");
                }
            }
            case SYSTEM ->
                    throw new InvalidRequestException(
                            "the last message is the system's; it must be the user's, whom the"
                                    + " model answers, or the beginning of the answer");
        }
    }

    /// @throws InvalidRequestException if these are not images alone, or not as many as may be
    static void checkEmbedded(List<Content> images, boolean vision, int maxImages) {
        if (!vision) {
            throw new InvalidRequestException(
                    "the model was opened without a vision encoder (mmproj), and makes no image"
                            + " embeddings");
        }
        if (images.isEmpty()) {
            throw new InvalidRequestException("there are no images; give at least one");
        }
        if (images.stream().anyMatch(RequestCheck::moves)) {
            throw new InvalidRequestException(
                    "there is a video among the images; give its frames, each as an image");
        }
        if (images.stream().anyMatch(Content.Text.class::isInstance)) {
            throw new InvalidRequestException(
                    "there is text among the images; only images have image embeddings");
        }
        checkImages(images.size(), true, maxImages);
    }

    private static void checkImages(int images, boolean vision, int maxImages) {
        if (images > 0 && !vision) {
            throw new InvalidRequestException(
                    "the request has "
                            + images
                            + " images, but the model was opened without a vision encoder"
                            + " (mmproj)");
        }
        if (images > maxImages) {
            throw new InvalidRequestException(
                    "the request has "
                            + images
                            + " images; at most "
                            + maxImages
                            + " are allowed (VisionOptions.maxImages)");
        }
    }

    private static void checkFrames(int frames, boolean vision, int maxFrames) {
        if (frames > 0 && !vision) {
            throw new InvalidRequestException(
                    "the request has a video, but the model was opened without a vision encoder"
                            + " (mmproj)");
        }
        if (frames > maxFrames) {
            throw new InvalidRequestException(
                    "the request has videos of "
                            + frames
                            + " frames; at most "
                            + maxFrames
                            + " are allowed (VisionOptions.maxFrames); give fewer of them");
        }
    }

    private static void requireUsersPictures(Message message, int index) {
        boolean shows = message.content().stream().anyMatch(c -> !(c instanceof Content.Text));
        if (shows && message.role() != Role.USER) {
            throw new InvalidRequestException(
                    "message "
                            + index
                            + " is the "
                            + message.role().wireName()
                            + "'s and has an image; only the user's may");
        }
    }

    private static boolean moves(Content content) {
        return content instanceof Content.Video || content instanceof Content.VideoFile;
    }

    private static boolean says(Content content) {
        return content instanceof Content.Text(String text) && !text.isBlank();
    }
}
