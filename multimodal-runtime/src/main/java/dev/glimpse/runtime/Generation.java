package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.decode.AnswerRules;
import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.decode.DecodeJob;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.prompt.Prompt;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// One request on its way: the prompt prepared, the answer received. Confined to the caller's
/// thread.
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
        images = new RequestImages(imageWork, request.messages());
        this.request = request;
        this.cancellation = cancellation;
    }

    GenerationResult run(Consumer<? super GenerationEvent> events) {
        try {
            var preparation = Preparation.of(model, images, request.messages(), request.thinking());
            AnswerRules rules = AnswerPlan.of(model, request, preparation.rendered());
            Optional<Prompt> prompt = preparation.prompt(cancellation);
            if (prompt.isEmpty()) {
                return finish(events, new Usage(0, 0, 0), cancelledBeforeDecoding());
            }
            return answer(prompt.get(), fitting(rules, prompt.get()), events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return finish(events, new Usage(0, 0, 0), cancelledBeforeDecoding());
        }
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
                    case DecodeEvent.Scored _ ->
                            throw new IllegalStateException("a job that answers was scored");
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
