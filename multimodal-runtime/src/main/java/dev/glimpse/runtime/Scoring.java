package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.decode.DecodeJob;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Given answers to one conversation on their way to their probabilities. Each is a job of its own;
/// the decode thread computes what they share once. Confined to the caller's thread.
final class Scoring {
    private final OpenModel model;
    private final RequestImages images;
    private final List<Message> messages;
    private final List<String> choices;
    private final Cancellation cancellation;

    Scoring(
            OpenModel model,
            ImageWork imageWork,
            List<Message> messages,
            List<String> choices,
            Cancellation cancellation) {
        this.model = model;
        this.messages = messages;
        this.choices = choices;
        this.cancellation = cancellation;
        images = new RequestImages(imageWork, messages);
    }

    List<ChoiceScore> run() {
        List<List<Integer>> tokens = choices.stream().map(this::tokenize).toList();
        try {
            Optional<Prompt> prompt =
                    Preparation.of(model, images, messages, Optional.empty()).prompt(cancellation);
            return score(prompt.orElseThrow(Scoring::cancelled), tokens);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private List<Integer> tokenize(String choice) {
        int[] tokens = model.vocabulary().tokenize(choice, false, false);
        if (tokens.length == 0) {
            throw new InvalidRequestException("a choice is empty; give each some text");
        }
        return Arrays.stream(tokens).boxed().toList();
    }

    private List<ChoiceScore> score(Prompt prompt, List<List<Integer>> choices)
            throws InterruptedException {
        int longest = choices.stream().mapToInt(List::size).max().orElseThrow();
        if (prompt.tokens() + longest > model.info().contextTokens()) {
            throw new PromptTooLongException(
                    "the prompt has "
                            + prompt.tokens()
                            + " tokens and the longest choice "
                            + longest
                            + ", the context "
                            + model.info().contextTokens()
                            + "; shorten them, or open the model with a larger context");
        }
        var abandoned = new Cancellation();
        var jobs = new ArrayList<DecodeJob>();
        try (var _ =
                cancellation.onCancel(() -> {
                    abandoned.cancel();
                    jobs.forEach(model.decoding()::withdraw);
                })) {
            for (List<Integer> choice : choices) {
                var job = DecodeJob.scoring(prompt, choice, abandoned::isCancelled);
                jobs.add(job);
                model.decoding().submit(job);
            }
            var scores = new ArrayList<Double>();
            for (DecodeJob job : jobs) {
                scores.add(logProbability(job));
            }
            return scores(scores, choices);
        } finally {
            abandoned.cancel();
            jobs.forEach(model.decoding()::withdraw);
        }
    }

    private static double logProbability(DecodeJob job) throws InterruptedException {
        double sum = Double.NaN;
        while (true) {
            switch (job.take()) {
                case DecodeEvent.Scored(List<Double> each) ->
                        sum = each.stream().mapToDouble(Double::doubleValue).sum();
                case DecodeEvent.Failed(var reason) -> throw reason;
                case DecodeEvent.Done _ -> {
                    if (Double.isNaN(sum)) {
                        throw cancelled();
                    }
                    return sum;
                }
                case DecodeEvent.Prefilled _, DecodeEvent.Reasoning _, DecodeEvent.Text _ -> {}
            }
        }
    }

    private List<ChoiceScore> scores(List<Double> logProbabilities, List<List<Integer>> tokens) {
        double greatest = logProbabilities.stream().max(Double::compare).orElseThrow();
        double sum = logProbabilities.stream().mapToDouble(each -> Math.exp(each - greatest)).sum();
        var scores = new ArrayList<ChoiceScore>();
        for (int i = 0; i < choices.size(); i++) {
            double each = logProbabilities.get(i);
            scores.add(
                    new ChoiceScore(
                            choices.get(i),
                            tokens.get(i).size(),
                            each,
                            Math.exp(each - greatest) / sum));
        }
        return List.copyOf(scores);
    }

    private static CancellationException cancelled() {
        return new CancellationException("the choices were not scored: cancelled");
    }
}
