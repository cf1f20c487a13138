package dev.glimpse.runtime.grammar;

import dev.glimpse.bindings.llama.TokenFilter;
import dev.glimpse.runtime.fault.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets those tokens through that go on with a text of the grammar, and the end of the answer where
/// such a text is complete. A model that thinks first is left alone until it has done so, but may
/// not end its answer before.
///
/// Confined to the thread that decodes one answer.
public final class GrammarFilter implements TokenFilter {
    private final VocabularyTokens tokens;
    private final GrammarMatcher matcher;
    private final BitSet banned;
    private GrammarMatcher.Point point;

    /// Looks for the end of what is thought; nothing once it came.
    private Optional<EndOfThinking> thinking;

    /// @param banned tokens that may not come for another reason
    /// @param thinking the end of what the model thinks first, where it does
    public GrammarFilter(
            Grammar grammar,
            VocabularyTokens tokens,
            BitSet banned,
            Optional<EndOfThinking> thinking) {
        this.tokens = tokens;
        this.banned = (BitSet) banned.clone();
        this.thinking = thinking;
        matcher = new GrammarMatcher(grammar);
        point = matcher.begin();
    }

    @Override
    public boolean allows(int token) {
        if (tokens.ends(token)) {
            return thinking.isEmpty() && point.isComplete();
        }
        if (thinking.isPresent()) {
            return true;
        }
        matcher.rest();
        return tokens.piece(token).length > 0 && after(token) != null;
    }

    /// @throws InvalidRequestException if none is left, or the grammar is too ambiguous
    @Override
    public BitSet allowed() {
        BitSet allowed;
        if (thinking.isPresent()) {
            allowed = new BitSet(tokens.size());
            allowed.set(0, tokens.size());
            allowed.andNot(tokens.ends());
        } else {
            matcher.rest();
            allowed = tokens.allowed(matcher, point);
        }
        allowed.andNot(banned);
        if (allowed.isEmpty()) {
            throw new InvalidRequestException(
                    "the response format asks for a character that the model's vocabulary cannot"
                            + " write here, or that logit_bias bans");
        }
        return allowed;
    }

    @Override
    public void accept(int token) {
        if (thinking.isPresent()) {
            if (thinking.get().accept(token, tokens.piece(token))) {
                thinking = Optional.empty();
            }
        } else if (!tokens.ends(token)) {
            matcher.rest();
            GrammarMatcher.Point next = after(token);
            if (next == null) {
                throw new IllegalArgumentException("token " + token + " is not allowed here");
            }
            point = matcher.forget(next);
        }
    }

    private GrammarMatcher.@Nullable Point after(int token) {
        GrammarMatcher.Point at = point;
        for (byte value : tokens.piece(token)) {
            at = at == null ? null : matcher.read(at, value);
        }
        return at;
    }

    /// Finds the tag that ends what a model thinks, in the bytes of its tokens.
    public static final class EndOfThinking {
        private final byte[] tag;
        private final int token;
        private final StringBuilder tail = new StringBuilder();

        /// @param tag how the end is written
        /// @param token the token that stands for it without text; -1 if none does
        public EndOfThinking(String tag, int token) {
            this.tag = tag.getBytes(StandardCharsets.UTF_8);
            this.token = token;
        }

        /// Takes the next token.
        ///
        /// @return whether the tag is complete
        boolean accept(int next, byte[] piece) {
            if (next == token) {
                return true;
            }
            // Bytes as characters, so that a tag within or across tokens is found alike.
            tail.append(new String(piece, StandardCharsets.ISO_8859_1));
            boolean found = tail.indexOf(new String(tag, StandardCharsets.ISO_8859_1)) >= 0;
            tail.delete(0, Math.max(0, tail.length() - tag.length + 1));
            return found;
        }
    }
}
