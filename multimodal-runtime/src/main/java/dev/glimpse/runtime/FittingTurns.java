package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.load.OpenModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request with as many of its turns as fit the context, if it may leave out the oldest.
///
/// @param dropped what was left out
record FittingTurns(GenerationRequest request, Dropped dropped) {

    /// Leaves out what must be left out. Nothing is decoded or encoded for it: images count by
    /// their headers.
    ///
    /// @throws PromptTooLongException if even the last turn does not fit
    static FittingTurns of(OpenModel model, ImageWork work, GenerationRequest request) {
        if (!(request.prompt() instanceof PromptInput.Conversation conversation)
                || conversation.overflow() == Overflow.REFUSE) {
            return new FittingTurns(request, Dropped.NONE);
        }
        int answer = Math.min(request.maxTokens(), model.info().contextTokens() / 4);
        PromptInput.Conversation kept = conversation;
        while (!fits(model, work, kept, answer)) {
            Optional<List<Message>> shorter = withoutOldestTurn(kept.messages());
            if (shorter.isEmpty()) {
                break; // the last turn, which is refused if it does not fit without an answer
            }
            kept = kept.withMessages(shorter.get());
        }
        int messages = conversation.messages().size() - kept.messages().size();
        int images = images(conversation.messages()) - images(kept.messages());
        return new FittingTurns(request.withPrompt(kept), new Dropped(messages, images));
    }

    private static boolean fits(
            OpenModel model, ImageWork work, PromptInput.Conversation conversation, int answer) {
        var images = new RequestImages(work, conversation.messages());
        try {
            return Preparation.of(model, images, conversation).plannedTokens() + answer
                    <= model.info().contextTokens();
        } catch (PromptTooLongException _) {
            return false;
        }
    }

    /// Without the first user's message and what follows up to the next one; nothing if that is the
    /// last turn.
    private static Optional<List<Message>> withoutOldestTurn(List<Message> messages) {
        int first = messages.getFirst().role() == Role.SYSTEM ? 1 : 0;
        int next = first + 1;
        while (next < messages.size() && messages.get(next).role() != Role.USER) {
            next++;
        }
        if (next >= messages.size()) {
            return Optional.empty();
        }
        var rest = new ArrayList<>(messages.subList(0, first));
        rest.addAll(messages.subList(next, messages.size()));
        return Optional.of(rest);
    }

    private static int images(List<Message> messages) {
        int images = 0;
        for (Message message : messages) {
            for (Content content : message.content()) {
                images +=
                        switch (content) {
                            case Content.Text _ -> 0;
                            case Content.Picture _ -> 1;
                            case Content.Video video -> video.frames().size();
                            case Content.VideoFile _ -> 1;
                        };
            }
        }
        return images;
    }
}
