package dev.glimpse.runtime;

import dev.glimpse.runtime.AnswerJobs.Told;
import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.decode.AnswerRules;
import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/// One request on its way: the prompt prepared, its answers received. Confined to the caller's
/// thread.
final class Generation {
    private final OpenModel model;
    private final RequestImages images;
    private final GenerationRequest request;
    private final Dropped dropped;
    private final Cancellation cancellation;
    private final List<ReceivedAnswer> answers;
    private final ObjIntConsumer<? super GenerationEvent> events;

    /// What the prompt takes.
    private Usage promptUsage = new Usage(0, 0, 0);

    Generation(OpenModel model, ImageWork imageWork, GenerationRequest request, AnswerCalls calls) {
        this.model = model;
        FittingTurns fitting = FittingTurns.of(model, imageWork, request);
        this.request = fitting.request();
        dropped = fitting.dropped();
        images = new RequestImages(imageWork, this.request.messages());
        cancellation = calls.cancellation();
        events = calls.events();
        boolean scored = request.logProbabilities().isPresent();
        answers =
                IntStream.range(0, calls.count())
                        .mapToObj(_ -> new ReceivedAnswer(scored))
                        .toList();
    }

    /// What the caller wants of it.
    ///
    /// @param count how many answers
    /// @param events takes what happens, and the index of the answer to which
    record AnswerCalls(
            int count, ObjIntConsumer<? super GenerationEvent> events, Cancellation cancellation) {}

    List<GenerationResult> run() {
        try {
            var preparation = Preparation.of(model, images, request.prompt());
            List<AnswerRules> rules =
                    AnswerPlan.of(model, request, preparation.thinking(), answers.size());
            Optional<Prompt> prompt = preparation.prompt(cancellation);
            if (prompt.isPresent()) {
                receive(prompt.get(), fitting(rules, prompt.get()));
                return results();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int answer = 0; answer < answers.size(); answer++) {
            finish(answer);
        }
        return results();
    }

    /// Answers that fit the context: the last token needs no place of its own.
    private List<AnswerRules> fitting(List<AnswerRules> rules, Prompt prompt) {
        int room = model.info().contextTokens() - prompt.tokens() + 1;
        return rules.stream()
                .map(each -> each.withMaxTokens(Math.min(each.maxTokens(), room)))
                .toList();
    }

    /// Passes events on until the answers are complete, and leaves no job behind in any case.
    private void receive(Prompt prompt, List<AnswerRules> rules) {
        promptUsage = new Usage(prompt.tokens(), prompt.imageTokens(), 0);
        try (var jobs = new AnswerJobs(model.decoding(), prompt, rules, cancellation)) {
            while (jobs.isOpen()) {
                Told told = jobs.next();
                int answer = told.answer();
                answers.get(answer)
                        .take(told.event(), promptUsage)
                        .ifPresent(event -> events.accept(event, answer));
                if (told.event() instanceof DecodeEvent.Done) {
                    finish(answer);
                }
            }
        }
    }

    private void finish(int answer) {
        events.accept(
                new GenerationEvent.Finished(
                        answers.get(answer).result(promptUsage, images, dropped)),
                answer);
    }

    private List<GenerationResult> results() {
        return answers.stream().map(answer -> answer.result(promptUsage, images, dropped)).toList();
    }
}
