package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.text.StopMatcher;
import dev.glimpse.runtime.text.Utf8Assembler;

/// The answer so far: bytes of tokens become characters, stop strings end it, and what is certain
/// goes to the caller.
final class Answer {
    private final DecodeJob job;
    private final Utf8Assembler assembler = new Utf8Assembler();
    private final StopMatcher stops;
    private int tokens;
    private FinishReason reason = FinishReason.CANCELLED;

    Answer(DecodeJob job) {
        this.job = job;
        stops = new StopMatcher(job.stop());
    }

    /// Takes a token's bytes.
    ///
    /// @return whether the answer is complete
    boolean add(byte[] piece) {
        tokens++;
        send(stops.feed(assembler.feed(piece)));
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

    /// Completes the answer with what was held back.
    void end(FinishReason why) {
        send(stops.feed(assembler.flush()));
        send(stops.flush());
        reason = stops.matched().isPresent() ? FinishReason.STOP : why;
    }

    private void send(String text) {
        if (!text.isEmpty()) {
            job.put(new DecodeEvent.Text(text));
        }
    }

    int tokens() {
        return tokens;
    }

    FinishReason reason() {
        return reason;
    }
}
