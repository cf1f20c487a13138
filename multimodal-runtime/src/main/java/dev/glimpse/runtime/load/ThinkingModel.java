package dev.glimpse.runtime.load;

import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.chat.PromptSegment;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.decode.AnswerRules.Thinking;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.text.ThinkingTags;
import java.util.Optional;

/// Whether and how a model thinks aloud, as its chat template and its vocabulary tell. Immutable.
///
/// @param tags how it marks that; nothing if it does not think
/// @param hasSwitch whether the template reads `enable_thinking`
record ThinkingModel(Optional<ThinkingTags> tags, boolean hasSwitch) {

    /// @param template the chat template's source
    static ThinkingModel of(String template, Vocabulary vocabulary) {
        int[] end = vocabulary.tokenize(ThinkingTags.END, false, true);
        boolean thinks = template.contains(ThinkingTags.END) || end.length == 1;
        return new ThinkingModel(
                thinks
                        ? Optional.of(
                                new ThinkingTags(
                                        ThinkingTags.BEGIN,
                                        ThinkingTags.END,
                                        silent(ThinkingTags.BEGIN, vocabulary),
                                        silent(ThinkingTags.END, vocabulary)))
                        : Optional.empty(),
                template.contains("enable_thinking"));
    }

    /// The one token of a tag, if it has no text.
    private static int silent(String tag, Vocabulary vocabulary) {
        int[] tokens = vocabulary.tokenize(tag, false, true);
        return tokens.length == 1 && vocabulary.piece(tokens[0]).length == 0 ? tokens[0] : -1;
    }

    /// Refuses what the template has no word for.
    void check(Optional<Boolean> wanted) {
        if (wanted.isPresent() && !hasSwitch && wanted.get() != tags.isPresent()) {
            throw new InvalidRequestException(
                    tags.isPresent()
                            ? "enable_thinking is false, but the model's chat template has no"
                                    + " switch for that; it thinks always"
                            : "enable_thinking is true, but the model does not think aloud");
        }
    }

    /// What an answer to a prompt begins with.
    Optional<Thinking> after(RenderedPrompt prompt) {
        String end = "";
        if (!prompt.segments().isEmpty()
                && prompt.segments().getLast() instanceof PromptSegment.TemplateText(String text)) {
            end = text.stripTrailing();
        }
        if (tags.isEmpty() || end.endsWith(tags.get().end())) {
            return Optional.empty();
        }
        return Optional.of(new Thinking(tags.get(), end.endsWith(tags.get().begin())));
    }
}
