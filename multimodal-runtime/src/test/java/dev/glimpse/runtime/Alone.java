package dev.glimpse.runtime;

import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.bindings.testing.EmbeddedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The embedded model by itself, without the runtime: one batch from nothing.
final class Alone {
    /// How far log-probabilities may be apart. Rows are added up in other orders in larger batches,
    /// and keys are kept in 16 bits.
    static final double ROUNDING = 0.05;

    private Alone() {}

    /// Each token's log-probability after those before it; of the first NaN.
    static List<Double> logProbabilities(List<Integer> tokens) {
        try (var weights = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var context =
                        LlamaContext.open(
                                weights, new ContextParams(512, 512, 512, 1, 1, 1, false));
                var batch = TokenBatch.open(context)) {
            for (int i = 0; i < tokens.size(); i++) {
                batch.add(tokens.get(i), i, 0, true);
            }
            context.decode(batch);
            var all = new ArrayList<Double>();
            all.add(Double.NaN);
            for (int i = 1; i < tokens.size(); i++) {
                all.add(context.logits(i - 1).logProbability(tokens.get(i)));
            }
            return all;
        }
    }

    /// A text's tokens, control tokens as they are written.
    static List<Integer> tokens(String text) {
        try (var weights = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU)) {
            return IntStream.of(weights.vocabulary().tokenize(text, true, true)).boxed().toList();
        }
    }
}
