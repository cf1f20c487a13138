package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.fault.QueueFullException;
import dev.glimpse.vision.fault.VisionException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/// A model in this process. Questions about one image share its embedding.
///
/// @param model answers a conversation, with what it takes for its settings
public record ModelAnswerer(Function<? super List<Message>, GenerationResult> model)
        implements Answerer {

    @Override
    public Reply answer(List<Message> conversation) {
        GenerationResult result = generate(conversation);
        if (result.finishReason() == FinishReason.CANCELLED) {
            throw new AnswerException(
                    AnswerException.Kind.STOPPED,
                    "the answer was cancelled before it was complete");
        }
        return new Reply(
                result.text(),
                result.reasoning(),
                result.finishReason().name().toLowerCase(Locale.ROOT),
                result.usage().promptTokens(),
                result.usage().completionTokens());
    }

    private GenerationResult generate(List<Message> conversation) {
        return translated(() -> model.apply(conversation));
    }

    /// What a model computes; its exceptions become those of an answer.
    static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (ModelClosedException e) {
            throw failure(AnswerException.Kind.STOPPED, e);
        } catch (QueueFullException e) {
            throw failure(AnswerException.Kind.PASSING, e);
        } catch (PromptTooLongException e) {
            throw failure(AnswerException.Kind.TOO_LONG, e);
        } catch (ModelException | VisionException e) {
            throw failure(AnswerException.Kind.LASTING, e);
        }
    }

    private static AnswerException failure(AnswerException.Kind kind, RuntimeException cause) {
        return new AnswerException(kind, String.valueOf(cause.getMessage()), cause);
    }
}
