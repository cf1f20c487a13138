package dev.glimpse.runtime;

import dev.glimpse.bindings.llama.TokenFilter;
import dev.glimpse.runtime.decode.AnswerRules;
import dev.glimpse.runtime.decode.AnswerRules.Thinking;
import dev.glimpse.runtime.decode.AnswerRules.TokenRules;
import dev.glimpse.runtime.decode.TokenBias;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.grammar.GrammarFilter;
import dev.glimpse.runtime.grammar.GrammarFilter.EndOfThinking;
import dev.glimpse.runtime.load.OpenModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What a request says about its answer, for the model that answers.
final class AnswerPlan {
    private AnswerPlan() {}

    /// The rules of a request's answers, one each: what an answer's rules remember is its own.
    ///
    /// @throws InvalidRequestException if the model cannot follow them
    static List<AnswerRules> of(
            OpenModel model, GenerationRequest request, Optional<Thinking> thinking, int answers) {
        Optional<float[]> bias =
                TokenBias.of(
                        request.sampling(),
                        model.vocabulary(),
                        model.vocabulary()::endOfGenerationTokens);
        var rules = new ArrayList<AnswerRules>();
        for (int answer = 0; answer < answers; answer++) {
            Optional<TokenFilter> filter =
                    request.format()
                            .grammar()
                            .map(grammar ->
                                    new GrammarFilter(
                                            grammar,
                                            model.tokens(),
                                            banned(bias),
                                            thinking.filter(Thinking::begun).map(AnswerPlan::end)));
            rules.add(
                    new AnswerRules(
                            request.sampling().forAnswer(answer),
                            new TokenRules(bias, filter),
                            request.maxTokens(),
                            request.stop(),
                            thinking,
                            request.logProbabilities()));
        }
        return rules;
    }

    private static EndOfThinking end(Thinking thinking) {
        return new EndOfThinking(thinking.tags().end(), thinking.tags().endToken());
    }

    private static BitSet banned(Optional<float[]> bias) {
        var banned = new BitSet();
        bias.ifPresent(biases -> {
            for (int token = 0; token < biases.length; token++) {
                banned.set(token, biases[token] == Float.NEGATIVE_INFINITY);
            }
        });
        return banned;
    }
}
