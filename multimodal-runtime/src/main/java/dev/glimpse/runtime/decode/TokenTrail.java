package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.ScoredToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The scored tokens of an answer whose text is not certain yet, by where they begin in the text as
/// the model writes it: what it thinks, tags and stop strings among it. Where no scores are wanted
/// there are none. Confined to the decode thread.
final class TokenTrail {
    private final Deque<Placed> waiting = new ArrayDeque<>();

    /// @param begin characters before the token's; of the tokens of one character the same
    private record Placed(ScoredToken token, long begin) {}

    void add(ScoredToken token, long begin) {
        waiting.add(new Placed(token, begin));
    }

    /// Takes the tokens that begin before a character.
    List<ScoredToken> takeBefore(long end) {
        var taken = new ArrayList<ScoredToken>();
        while (!waiting.isEmpty() && waiting.getFirst().begin() < end) {
            taken.add(waiting.removeFirst().token());
        }
        return taken;
    }

    /// Takes the tokens that begin before a character and end there at the latest.
    ///
    /// @param written characters there are so far, where the last token ends
    List<ScoredToken> takeWithin(long end, long written) {
        var taken = new ArrayList<ScoredToken>();
        while (!waiting.isEmpty() && waiting.getFirst().begin() < end) {
            Placed first = waiting.removeFirst();
            long next = waiting.isEmpty() ? written : waiting.getFirst().begin();
            if (next > end) {
                waiting.addFirst(first);
                break;
            }
            taken.add(first.token());
        }
        return taken;
    }

    /// Takes all.
    List<ScoredToken> takeAll() {
        return takeBefore(Long.MAX_VALUE);
    }
}
