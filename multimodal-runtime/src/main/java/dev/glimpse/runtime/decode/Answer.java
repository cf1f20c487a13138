package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.text.ReasoningSplitter;
import dev.glimpse.runtime.text.StopMatcher;
import dev.glimpse.runtime.text.Utf8Assembler;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The answer so far: bytes of tokens become characters, what is thought aloud goes apart, stop
/// strings end the rest, and what is certain goes to the caller.
final class Answer {
    private final DecodeJob job;
    private final Utf8Assembler assembler = new Utf8Assembler();
    private final ReasoningSplitter splitter;
    private final StopMatcher stops;
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
    /// @return whether the answer is complete
    boolean add(int token, byte[] piece) {
        tokens++;
        send(splitter.feed(assembler.feed(piece.length > 0 ? piece : tag(token))));
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

    private byte[] tag(int token) {
        return job.rules()
                .thinking()
                .map(thinking -> thinking.tags().written(token).getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> new byte[0]);
    }

    /// Completes the answer with what was held back.
    void end(FinishReason why) {
        send(splitter.feed(assembler.flush()));
        send(splitter.flush());
        sendText(stops.flush());
        reason = stops.matched().isPresent() ? FinishReason.STOP : why;
    }

    private void send(List<ReasoningSplitter.Part> parts) {
        for (ReasoningSplitter.Part part : parts) {
            switch (part) {
                case ReasoningSplitter.Part.Reasoning(String text) ->
                        job.put(new DecodeEvent.Reasoning(text));
                case ReasoningSplitter.Part.Answer(String text) -> sendText(stops.feed(text));
            }
        }
    }

    private void sendText(String text) {
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
