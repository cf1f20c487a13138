package dev.glimpse.runtime.grammar;

import dev.glimpse.bindings.llama.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A vocabulary as a grammar sees it: the bytes of each token that is text, in order, and the
/// tokens that end an answer. Immutable, thread-safe; a few megabytes for a large vocabulary.
public final class VocabularyTokens {
    private final byte[][] pieces;
    private final BitSet ends;

    /// Tokens with text, by their bytes.
    private final int[] sorted;

    /// How many bytes each shares with the one before it in that order.
    private final int[] shared;

    /// @param pieces by token; empty for those that are no text
    /// @param ends tokens that end an answer
    VocabularyTokens(List<byte[]> pieces, BitSet ends) {
        this.pieces = pieces.stream().map(byte[]::clone).toArray(byte[][]::new);
        this.ends = (BitSet) ends.clone();
        sorted =
                IntStream.range(0, pieces.size())
                        .filter(token -> this.pieces[token].length > 0 && !ends.get(token))
                        .boxed()
                        .sorted((a, b) -> Arrays.compare(this.pieces[a], this.pieces[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        shared = new int[sorted.length];
        for (int i = 1; i < sorted.length; i++) {
            byte[] piece = this.pieces[sorted[i]];
            int length = Arrays.mismatch(this.pieces[sorted[i - 1]], piece);
            shared[i] = length < 0 ? piece.length : length;
        }
    }

    /// Reads a model's vocabulary: some tenths of a second for a large one.
    public static VocabularyTokens of(Vocabulary vocabulary) {
        return new VocabularyTokens(
                IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::piece).toList(),
                vocabulary.endOfGenerationTokens());
    }

    int size() {
        return pieces.length;
    }

    BitSet ends() {
        return (BitSet) ends.clone();
    }

    boolean ends(int token) {
        return ends.get(token);
    }

    byte[] piece(int token) {
        return pieces[token];
    }

    /// The tokens that a grammar allows at a point.
    ///
    /// Tokens with the same first bytes follow each other, so each byte that they share is read
    /// once, and where it is not allowed all of them are passed over.
    BitSet allowed(GrammarMatcher matcher, GrammarMatcher.Point from) {
        var allowed = new BitSet(pieces.length);
        if (from.isComplete()) {
            allowed.or(ends);
        }
        var path = new GrammarMatcher.@Nullable Point[longest() + 1];
        path[0] = from;
        int deadFrom = Integer.MAX_VALUE;
        for (int i = 0; i < sorted.length; i++) {
            if (shared[i] >= deadFrom) {
                continue;
            }
            byte[] piece = pieces[sorted[i]];
            deadFrom = readInto(path, piece, shared[i], matcher);
            if (deadFrom == Integer.MAX_VALUE) {
                allowed.set(sorted[i]);
            }
        }
        return allowed;
    }

    /// Reads the bytes from `begin` on.
    ///
    /// @return how many bytes are read when one is not allowed; or [Integer#MAX_VALUE]
    private static int readInto(
            GrammarMatcher.@Nullable Point[] path,
            byte[] piece,
            int begin,
            GrammarMatcher matcher) {
        for (int depth = begin; depth < piece.length; depth++) {
            GrammarMatcher.Point here = path[depth];
            GrammarMatcher.Point next = here == null ? null : matcher.read(here, piece[depth]);
            if (next == null) {
                return depth + 1;
            }
            path[depth + 1] = next;
        }
        return Integer.MAX_VALUE;
    }

    private int longest() {
        int longest = 0;
        for (int token : sorted) {
            longest = Math.max(longest, pieces[token].length);
        }
        return longest;
    }
}
