package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.decode.AnswerRules;
import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.decode.DecodeJob;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptAssembler;
import dev.glimpse.runtime.prompt.PromptAssembler.Piece;
import dev.glimpse.vision.EncodedImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One request on its way: images decoded, encoded, the prompt assembled, the answer received.
/// Confined to the caller's thread.
final class Generation {
    private final OpenModel model;
    private final RequestImages images;
    private final GenerationRequest request;
    private final Cancellation cancellation;

    /// Set when the decode thread shall stop for a reason of this thread's, such as an exception in
    /// the caller's consumer, without touching the caller's own flag.
    private final Cancellation abandoned = new Cancellation();

    /// Whether this thread was interrupted while it waited for the decode thread.
    private boolean interrupted;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();

    Generation(
            OpenModel model,
            ImageWork imageWork,
            GenerationRequest request,
            Cancellation cancellation) {
        this.model = model;
        images = new RequestImages(imageWork, request);
        this.request = request;
        this.cancellation = cancellation;
    }

    GenerationResult run(Consumer<? super GenerationEvent> events) {
        try {
            RenderedPrompt rendered = model.render(request.messages(), request.thinking());
            List<Piece> pieces = model.tokenize(rendered);
            int text = textTokens(pieces);
            requireRoom(text, "text alone");
            AnswerRules rules = AnswerPlan.of(model, request, rendered);
            if (!images.isEmpty()) {
                int planned = images.plannedTokens(model.vision());
                requireRoom(text + planned, planned + " of them for images");
            }
            Optional<List<EncodedImage>> encoded = encodeImages();
            if (encoded.isEmpty()) {
                return finish(events, new Usage(0, 0, 0), cancelledBeforeDecoding());
            }
            Prompt prompt = PromptAssembler.assemble(pieces, encoded.get());
            if (prompt.parts().isEmpty()) {
                throw new InvalidRequestException(
                        "the model's chat template makes an empty prompt of these messages");
            }
            requireRoom(prompt.tokens(), prompt.imageTokens() + " of them for images");
            return answer(prompt, fitting(rules, prompt), events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return finish(events, new Usage(0, 0, 0), cancelledBeforeDecoding());
        }
    }

    private void requireRoom(int tokens, String what) {
        int context = model.info().contextTokens();
        if (tokens >= context) {
            throw new PromptTooLongException(
                    "the prompt has "
                            + tokens
                            + " tokens ("
                            + what
                            + "), the context "
                            + context
                            + "; shorten it, or open the model with a larger context");
        }
    }

    /// @return nothing if cancelled
    private Optional<List<EncodedImage>> encodeImages() throws InterruptedException {
        return images.isEmpty()
                ? Optional.of(List.of())
                : images.encode(model.vision(), cancellation);
    }

    private static int textTokens(List<Piece> pieces) {
        int tokens = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Tokens(List<Integer> ids)) {
                tokens += ids.size();
            }
        }
        return tokens;
    }

    /// An answer that fits the context: its last token needs no place of its own.
    private AnswerRules fitting(AnswerRules rules, Prompt prompt) {
        int room = model.info().contextTokens() - prompt.tokens() + 1;
        return rules.withMaxTokens(Math.min(rules.maxTokens(), room));
    }

    private GenerationResult answer(
            Prompt prompt, AnswerRules rules, Consumer<? super GenerationEvent> events) {
        var job =
                new DecodeJob(
                        prompt, rules, () -> cancellation.isCancelled() || abandoned.isCancelled());
        model.decoding().submit(job);
        DecodeEvent.Done done;
        try (var _ = cancellation.onCancel(() -> model.decoding().withdraw(job))) {
            done = receive(job, events);
        }
        var usage = new Usage(prompt.tokens(), prompt.imageTokens(), done.tokens());
        return finish(events, usage, done);
    }

    /// Passes events on until the answer is complete, and leaves no job behind in any case.
    private DecodeEvent.Done receive(DecodeJob job, Consumer<? super GenerationEvent> events) {
        boolean ended = false;
        try {
            while (true) {
                switch (next(job)) {
                    case DecodeEvent.Prefilled _ ->
                            events.accept(
                                    new GenerationEvent.Prompt(
                                            job.prompt().tokens(), job.prompt().imageTokens()));
                    case DecodeEvent.Reasoning(String more) -> {
                        reasoning.append(more);
                        events.accept(new GenerationEvent.Reasoning(more));
                    }
                    case DecodeEvent.Text(String more) -> {
                        text.append(more);
                        events.accept(new GenerationEvent.Text(more));
                    }
                    case DecodeEvent.Done done -> {
                        ended = true;
                        return done;
                    }
                    case DecodeEvent.Failed failed -> {
                        ended = true;
                        throw failed.reason();
                    }
                }
            }
        } finally {
            if (!ended) {
                abandon(job);
                drain(job);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits for the next event. An interrupt ends the job; the thread is interrupted again once
    /// the decode thread is done with it.
    private DecodeEvent next(DecodeJob job) {
        while (true) {
            try {
                return job.take();
            } catch (InterruptedException e) {
                interrupted = true;
                abandon(job);
            }
        }
    }

    private void abandon(DecodeJob job) {
        abandoned.cancel();
        model.decoding().withdraw(job);
    }

    /// Waits until the decode thread is done with a job that was abandoned: one step at most.
    private void drain(DecodeJob job) {
        DecodeEvent event;
        do {
            event = next(job);
        } while (!(event instanceof DecodeEvent.Done || event instanceof DecodeEvent.Failed));
    }

    private GenerationResult finish(
            Consumer<? super GenerationEvent> events, Usage usage, DecodeEvent.Done done) {
        var timings =
                new Timings(
                        images.waitingTime().plus(done.queue()),
                        images.decodeTime(),
                        images.preprocessTime(),
                        images.encodeTime(),
                        done.prefill(),
                        done.generate());
        var result =
                new GenerationResult(
                        text.toString(), reasoning.toString(), done.reason(), usage, timings);
        events.accept(new GenerationEvent.Finished(result));
        return result;
    }

    private static DecodeEvent.Done cancelledBeforeDecoding() {
        return new DecodeEvent.Done(
                FinishReason.CANCELLED, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
