package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.text.ReasoningSplitter;
import dev.glimpse.runtime.text.StopMatcher;
import dev.glimpse.runtime.text.Utf8Assembler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The answer so far: bytes of tokens become characters, what is thought aloud goes apart, stop
/// strings end the rest, and what is certain goes to the caller.
final class Answer {
    private final DecodeJob job;
    private final Utf8Assembler assembler = new Utf8Assembler();
    private final ReasoningSplitter splitter;
    private final StopMatcher stops;
    private final TokenTrail trail = new TokenTrail();

    /// Characters so far, as the model writes them.
    private long written;

    /// Characters of the answer that were sent.
    private long sent;

    private int tokens;
    private FinishReason reason = FinishReason.CANCELLED;

    Answer(DecodeJob job) {
        this.job = job;
        stops = new StopMatcher(job.stop());
        splitter =
                job.rules()
                        .thinking()
                        .map(thinking ->
                                thinking.begun()
                                        ? ReasoningSplitter.thinking(thinking.tags())
                                        : ReasoningSplitter.atBegin(thinking.tags()))
                        .orElseGet(ReasoningSplitter::none);
    }

    /// Takes a token and its bytes.
    ///
    /// @param score how likely it was, where that is wanted
    /// @return whether the answer is complete
    boolean add(int token, byte[] piece, Optional<ScoredToken> score) {
        tokens++;
        score.ifPresent(scored -> trail.add(scored, written));
        feed(assembler.feed(piece.length > 0 ? piece : tag(token)));
        if (stops.matched().isPresent()) {
            reason = FinishReason.STOP;
            return true;
        }
        if (tokens >= job.maxTokens()) {
            end(FinishReason.LENGTH);
            return true;
        }
        return false;
    }

    private void feed(String text) {
        written += text.length();
        send(splitter.feed(text));
    }

    private byte[] tag(int token) {
        return job.rules()
                .thinking()
                .map(thinking -> thinking.tags().written(token).getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> new byte[0]);
    }

    /// Completes the answer with what was held back.
    void end(FinishReason why) {
        feed(assembler.flush());
        send(splitter.flush());
        sendText(stops.flush());
        reason = stops.matched().isPresent() ? FinishReason.STOP : why;
        if (stops.matched().isEmpty()) {
            sendRest();
        }
    }

    /// The tokens that add no text to the end of what they belong to.
    private void sendRest() {
        boolean thinking = splitter.answerBegin() == Long.MAX_VALUE;
        List<ScoredToken> rest = trail.takeAll();
        if (!rest.isEmpty()) {
            job.put(
                    thinking
                            ? new DecodeEvent.Reasoning("", rest)
                            : new DecodeEvent.Text("", rest));
        }
    }

    private void send(List<ReasoningSplitter.Part> parts) {
        for (ReasoningSplitter.Part part : parts) {
            switch (part) {
                case ReasoningSplitter.Part.Reasoning(String text) ->
                        job.put(new DecodeEvent.Reasoning(text, thoughtTokens()));
                case ReasoningSplitter.Part.Answer(String text) -> {
                    sendThought();
                    sendText(stops.feed(text));
                }
            }
        }
    }

    /// The tokens of what was thought, with its tags, that were not sent yet.
    private List<ScoredToken> thoughtTokens() {
        return trail.takeWithin(Math.min(splitter.decided(), splitter.answerBegin()), written);
    }

    /// The tokens of tags and of space, which come before the answer without text of their own.
    private void sendThought() {
        List<ScoredToken> thought = thoughtTokens();
        if (!thought.isEmpty()) {
            job.put(new DecodeEvent.Reasoning("", thought));
        }
    }

    private void sendText(String text) {
        if (!text.isEmpty()) {
            sent += text.length();
            job.put(new DecodeEvent.Text(text, trail.takeBefore(splitter.answerBegin() + sent)));
        }
    }

    int tokens() {
        return tokens;
    }

    FinishReason reason() {
        return reason;
    }
}
