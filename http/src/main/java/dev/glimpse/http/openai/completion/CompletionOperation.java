package dev.glimpse.http.openai.completion;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Operation.Content;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.openai.CompletionMembers;
import dev.glimpse.http.wire.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What clients may know of `POST /v1/completions`.
public final class CompletionOperation {
    public static final Operation OPERATION =
            Operation.of(
                            "createCompletion",
                            "OpenAI",
                            "Complete a text",
                            "OpenAI's completions: what comes behind a text as it is, without a"
                                + " chat template. With `echo` and `logprobs`, how likely a text"
                                + " is.")
                    .taking(
                            new Content(
                                    MediaType.JSON,
                                    request(),
                                    List.of(
                                            Samples.example(
                                                    "text",
                                                    "What comes next",
                                                    """
                                                    {"model": "@MODEL", "prompt": "The sky is",
                                                     "max_tokens": 4}
                                                    """),
                                            Samples.example(
                                                    "likelihood",
                                                    "How likely a text is",
                                                    """
                                                    {"model": "@MODEL", "prompt": "The sky is blue",
                                                     "echo": true, "max_tokens": 0, "logprobs": 1}
                                                    """))))
                    .giving(
                            reply(),
                            Samples.example(
                                    "text",
                                    "What comes next",
                                    """
                                    {"id": "cmpl-1", "object": "text_completion",
                                     "created": 1790000000, "model": "@MODEL", "choices": [
                                     {"text": " blue", "index": 0, "logprobs": null,
                                      "finish_reason": "stop"}],
                                     "usage": {"prompt_tokens": 4, "completion_tokens": 1,
                                      "total_tokens": 5}}
                                    """))
                    .giving(
                            new Content(
                                    "text/event-stream",
                                    Schema.string()
                                            .described(
                                                    "OpenAI's chunks, one an event without a name,"
                                                            + " then `[DONE]`."),
                                    List.of(
                                            Samples.text(
                                                    "text", "The last event", "data: [DONE]\n\n"))))
                    .failingAsModelsDo();

    private CompletionOperation() {}

    private static Schema request() {
        var members = new LinkedHashMap<String, Schema>();
        Schema texts = Schema.array(Schema.string());
        Schema tokens = Schema.array(Schema.count());
        members.put(
                "prompt",
                Schema.anyOf(Schema.string(), texts, tokens, Schema.array(tokens))
                        .described("A text or several, or their tokens."));
        members.put("echo", Schema.flag().described("Whether the prompt is told, too."));
        members.put(
                "logprobs",
                Schema.count()
                        .described("Tells tokens' likelihoods, with so many of the likeliest."));
        members.putAll(CompletionMembers.request());
        members.put(
                "max_tokens",
                Schema.integer(0, Integer.MAX_VALUE)
                        .described("The answer's length at most, in tokens; 16 where left out."));
        return Schema.object(members, List.of("prompt")).open();
    }

    private static Schema reply() {
        SequencedMap<String, Schema> members = CompletionMembers.replyHead("text_completion");
        var choice = new LinkedHashMap<String, Schema>();
        choice.put("text", Schema.string());
        choice.put("index", Schema.count());
        choice.put("logprobs", Schema.object().orNull());
        choice.put("finish_reason", Schema.oneOf(List.of("stop", "length")));
        members.put(
                "choices",
                Schema.array(Schema.object(choice, List.copyOf(choice.keySet()))).ofAtLeast(1));
        members.put("usage", Schema.object());
        return Schema.object(members, List.copyOf(members.keySet()));
    }
}
