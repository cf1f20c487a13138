package dev.glimpse.http.openai.completion;

import dev.glimpse.http.openai.ReplyHead;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.LogProbabilities;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.Usage;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Completions as JSON, whole or in chunks, which have the same form.
record CompletionReply(ReplyHead head) {

    /// An answer with what it begins with.
    ///
    /// @param prompt the prompt's text; empty if it is not echoed
    record Answer(String prompt, GenerationResult result) {}

    /// All answers.
    ///
    /// @param usage of all prompts
    ObjectNode whole(List<Answer> answers, Usage usage) {
        ObjectNode reply = head.of("text_completion");
        var choices = reply.putArray("choices");
        for (Answer answer : answers) {
            GenerationResult result = answer.result();
            ObjectNode choice =
                    choices.addObject()
                            .put("text", answer.prompt() + result.text())
                            .put("index", choices.size() - 1);
            result.logProbabilities()
                    .ifPresentOrElse(
                            scores -> choice.set("logprobs", columns(answer.prompt(), scores)),
                            () -> choice.putNull("logprobs"));
            choice.put("finish_reason", ReplyHead.wireName(result.finishReason()));
        }
        reply.set("usage", ReplyHead.usage(usage));
        return reply;
    }

    private static ObjectNode columns(String prompt, LogProbabilities scores) {
        var places = new TokenPlaces(prompt);
        var columns = new TokenColumns(places).addPrompt(scores.prompt());
        places.endPrompt();
        return columns.add(scores.answer()).add(end(scores)).json();
    }

    /// The token that ended the model's turn counts among the answer's, as one that adds no text:
    /// clients that ask for one token find one.
    static List<ScoredToken> end(LogProbabilities scores) {
        return scores.end().map(List::of).orElse(List.of());
    }

    /// A piece of a streamed answer.
    ///
    /// @param columns its tokens, if they are scored
    ObjectNode chunk(
            int index, String text, Optional<ObjectNode> columns, Optional<FinishReason> finish) {
        ObjectNode chunk = head.of("text_completion");
        ObjectNode choice =
                chunk.putArray("choices").addObject().put("text", text).put("index", index);
        columns.ifPresentOrElse(
                scores -> choice.set("logprobs", scores), () -> choice.putNull("logprobs"));
        choice.put("finish_reason", finish.map(ReplyHead::wireName).orElse(null));
        return chunk;
    }

    /// The last chunk of a stream: what it took.
    ObjectNode usageChunk(Usage usage) {
        ObjectNode chunk = head.of("text_completion");
        chunk.putArray("choices");
        chunk.set("usage", ReplyHead.usage(usage));
        return chunk;
    }
}
