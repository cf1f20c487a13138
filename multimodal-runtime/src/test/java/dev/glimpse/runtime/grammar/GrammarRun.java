package dev.glimpse.runtime.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A grammar at work without a model: texts read, and texts drawn at random through the filter that
/// answers go through.
public final class GrammarRun {
    private GrammarRun() {}

    /// Whether a text is one of the grammar's.
    public static boolean accepts(Grammar grammar, String text) {
        var matcher = new GrammarMatcher(grammar);
        var point = matcher.begin();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            point = matcher.read(point, value);
            if (point == null) {
                return false;
            }
        }
        return point.isComplete();
    }

    /// All single bytes, words that JSON and grammars are made of, and random ones; the last token
    /// ends an answer, the one before has no text.
    public static VocabularyTokens vocabulary(Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            pieces.add(new byte[] {(byte) value});
        }
        for (String word :
                "{\" \"} \": \", \":{\" \":[\" \"],[ true false null ]} }} \"} 00 12 the ünï 图像 🙂 \\n \\u"
                        .split(" ", -1)) {
            pieces.add(word.getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 150; i++) {
            byte[] piece = new byte[1 + random.nextInt(4)];
            for (int j = 0; j < piece.length; j++) {
                piece[j] = (byte) (0x20 + random.nextInt(0x5F));
            }
            pieces.add(piece);
        }
        pieces.add(new byte[0]);
        pieces.add("</s>".getBytes(StandardCharsets.UTF_8));
        var ends = new BitSet();
        ends.set(pieces.size() - 1);
        return new VocabularyTokens(pieces, ends);
    }

    /// Draws a text token by token, rather its end than more.
    ///
    /// @return nothing if it was not complete after `most` tokens
    public static Optional<String> draw(
            Grammar grammar, VocabularyTokens vocabulary, int most, Random random) {
        var filter = new GrammarFilter(grammar, vocabulary, new BitSet(), Optional.empty());
        int end = vocabulary.size() - 1;
        var text = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < most; i++) {
            BitSet allowed = filter.allowed();
            if (allowed.get(end) && random.nextInt(3) > 0) {
                return Optional.of(text.toString(StandardCharsets.UTF_8));
            }
            allowed.clear(end);
            if (allowed.isEmpty()) {
                return Optional.of(text.toString(StandardCharsets.UTF_8));
            }
            int token = token(allowed, random);
            if (!filter.allows(token)) {
                throw new AssertionError("token " + token + " is in the set and yet refused");
            }
            filter.accept(token);
            text.writeBytes(vocabulary.piece(token));
        }
        return Optional.empty();
    }

    private static int token(BitSet allowed, Random random) {
        int[] tokens = allowed.stream().toArray();
        int[] closing = allowed.stream().filter(t -> t < 256 && "\"]}".indexOf(t) >= 0).toArray();
        return closing.length > 0 && random.nextInt(3) == 0
                ? closing[random.nextInt(closing.length)]
                : tokens[random.nextInt(tokens.length)];
    }
}
