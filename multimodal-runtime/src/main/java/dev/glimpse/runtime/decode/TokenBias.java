package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;

/// The biases of a request for a model's vocabulary. Immutable in use: the array is not changed
/// once made.
public final class TokenBias {
    private TokenBias() {}

    /// What to add to each token's logit, negative infinity where it is banned; nothing where there
    /// is no bias.
    ///
    /// @param endOfGeneration the tokens that end a turn, asked for where they are needed
    /// @throws InvalidRequestException if a token is not of this vocabulary, or all are banned
    public static Optional<float[]> of(
            SamplingOptions options, Vocabulary vocabulary, Supplier<BitSet> endOfGeneration) {
        if (options.logitBias().isEmpty() && !options.ignoreEos()) {
            return Optional.empty();
        }
        float[] biases = new float[vocabulary.size()];
        for (LogitBias bias : options.logitBias()) {
            for (int token : tokens(bias, vocabulary)) {
                biases[token] =
                        bias.bias() <= LogitBias.BAN ? Float.NEGATIVE_INFINITY : bias.bias();
            }
        }
        if (options.ignoreEos()) {
            endOfGeneration.get().stream()
                    .forEach(token -> biases[token] = Float.NEGATIVE_INFINITY);
        }
        requireSomeAllowed(biases);
        return Optional.of(biases);
    }

    private static int[] tokens(LogitBias bias, Vocabulary vocabulary) {
        return switch (bias) {
            case LogitBias.OfText(String text, float _) -> vocabulary.tokenize(text, false, false);
            case LogitBias.OfToken(int token, float _) -> {
                if (token >= vocabulary.size()) {
                    throw new InvalidRequestException(
                            "logit_bias has token "
                                    + token
                                    + "; this model has 0 to "
                                    + (vocabulary.size() - 1));
                }
                yield new int[] {token};
            }
        };
    }

    private static void requireSomeAllowed(float[] biases) {
        for (float bias : biases) {
            if (bias != Float.NEGATIVE_INFINITY) {
                return;
            }
        }
        throw new InvalidRequestException("logit_bias bans every token of the model");
    }
}
