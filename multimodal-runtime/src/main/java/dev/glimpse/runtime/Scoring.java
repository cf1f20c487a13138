package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/// Given answers to one conversation on their way to their probabilities. Those that differ in
/// their last token alone are one job; the decode thread computes what they share once. Confined to
/// the caller's thread.
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
                    Preparation.of(
                                    model,
                                    images,
                                    new PromptInput.Conversation(messages, Optional.empty()))
                            .prompt(cancellation);
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
        var jobs = new ScoringJobs(model.decoding());
        try (jobs;
                var _ = cancellation.onCancel(jobs::abandon)) {
            Map<List<Integer>, List<Integer>> places = placesByBegin(choices);
            places.forEach((begin, sharing) ->
                    jobs.submit(
                            prompt,
                            begin,
                            sharing.stream().map(place -> choices.get(place).getLast()).toList()));
            return scores(logProbabilities(places, jobs.scored()), choices);
        }
    }

    /// The places of the choices that differ in their last token alone, which are scored together:
    /// of single tokens all.
    private static Map<List<Integer>, List<Integer>> placesByBegin(List<List<Integer>> choices) {
        var places = new LinkedHashMap<List<Integer>, List<Integer>>();
        for (int place = 0; place < choices.size(); place++) {
            List<Integer> choice = choices.get(place);
            places.computeIfAbsent(choice.subList(0, choice.size() - 1), _ -> new ArrayList<>())
                    .add(place);
        }
        return places;
    }

    private static List<Double> logProbabilities(
            Map<List<Integer>, List<Integer>> places, List<DecodeEvent.Scored> scored) {
        var all = new TreeMap<Integer, Double>();
        var next = scored.iterator();
        for (List<Integer> sharing : places.values()) {
            DecodeEvent.Scored one = next.next();
            for (int i = 0; i < sharing.size(); i++) {
                all.put(sharing.get(i), one.begin() + one.ends().get(i));
            }
        }
        return List.copyOf(all.values());
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
