package dev.glimpse.http.openai.chat;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Operation.Content;
import dev.glimpse.http.api.Operation.Example;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.openai.CompletionMembers;
import dev.glimpse.http.video.VideoPart;
import dev.glimpse.http.wire.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What clients may know of `POST /v1/chat/completions`.
public final class ChatOperation {
    public static final Operation OPERATION =
            Operation.of(
                            "createChatCompletion",
                            "OpenAI",
                            "Complete a chat",
                            "OpenAI's chat completions, for its clients: set their base URL to"
                                + " `/v1` here. Content is a string or `text`, `image_url` and"
                                + " `video_url` parts in any order; an image and a video are data"
                                + " URIs. Fields that are not known are ignored; those that would"
                                + " change the answer and are not supported are refused by name.")
                    .taking(new Content(MediaType.JSON, request(), examples()))
                    .giving(reply(), replyExample())
                    .giving(events())
                    .failingAsModelsDo();

    private ChatOperation() {}

    private static Schema request() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("messages", Schema.array(message()).ofAtLeast(1));
        members.put(
                "max_completion_tokens",
                Schema.integer(1, Integer.MAX_VALUE)
                        .described("As `max_tokens`; what does not fit the context is cut."));
        members.put("logprobs", Schema.flag().described("Whether to tell tokens' likelihoods."));
        members.put(
                "top_logprobs",
                Schema.count().described("How many of the likeliest tokens to tell beside each."));
        members.putAll(CompletionMembers.request());
        ImageOptionFields.FIELDS.forEach(
                field -> members.put(field.name(), CompletionMembers.schema(field)));
        members.put(
                "chat_template_kwargs",
                CompletionMembers.open("enable_thinking", Schema.flag())
                        .described("Of the model's template."));
        return Schema.object(members, List.of("messages")).open();
    }

    private static Schema message() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("role", Schema.oneOf(List.of("system", "developer", "user", "assistant")));
        members.put("content", Schema.anyOf(Schema.string(), Schema.array(part())).orNull());
        return Schema.object(members, List.of("role")).open();
    }

    private static Schema part() {
        var text = new LinkedHashMap<String, Schema>();
        text.put("type", Schema.constant("text"));
        text.put("text", Schema.string());
        var url = new LinkedHashMap<String, Schema>();
        url.put("url", Schema.string().described("A data URI."));
        ImageOptionFields.FIELDS.forEach(
                field -> url.put(field.name(), CompletionMembers.schema(field)));
        var image = new LinkedHashMap<String, Schema>();
        image.put("type", Schema.constant("image_url"));
        image.put(
                "image_url",
                Schema.anyOf(Schema.string(), Schema.object(url, List.of("url")).open()));
        return Schema.anyOf(
                Schema.object(text, List.of("type", "text")).open(),
                Schema.object(image, List.of("type", "image_url")).open(),
                VideoPart.schema());
    }

    private static List<Example> examples() {
        return List.of(
                Samples.example(
                        "image",
                        "A question about an image",
                        """
                        {"model": "@MODEL", "messages": [{"role": "user", "content": [
                         {"type": "image_url", "image_url": {"url": "@IMAGE"}},
                         {"type": "text", "text": "What color is it?"}]}]}
                        """),
                Samples.example(
                        "video",
                        "A question about frames of a video",
                        """
                        {"model": "@MODEL", "max_tokens": 16, "messages": [{"role": "user",
                         "content": [{"type": "video_url", "video_url": {
                          "url": "data:video/jpeg;base64,@BASE64,@BASE64", "fps": 2}},
                         {"type": "text", "text": "What color is it?"}]}]}
                        """),
                Samples.example(
                        "turns",
                        "Several turns with a system message, streamed",
                        """
                        {"model": "@MODEL", "stream": true,
                         "stream_options": {"include_usage": true}, "max_completion_tokens": 32,
                         "messages": [{"role": "system", "content": "Answer briefly."},
                          {"role": "user", "content": "What is red?"},
                          {"role": "assistant", "content": "A color."},
                          {"role": "user", "content": "And blue?"}]}
                        """));
    }

    private static Schema reply() {
        SequencedMap<String, Schema> members = CompletionMembers.replyHead("chat.completion");
        var message = new LinkedHashMap<String, Schema>();
        message.put("role", Schema.constant("assistant"));
        message.put("content", Schema.string());
        message.put("refusal", Schema.any().orNull());
        message.put(
                "reasoning_content", Schema.string().described("What the model thought aloud."));
        var choice = new LinkedHashMap<String, Schema>();
        choice.put("index", Schema.count());
        choice.put("message", Schema.object(message, List.of("role", "content")));
        choice.put("logprobs", Schema.object().orNull());
        choice.put("finish_reason", Schema.oneOf(List.of("stop", "length")));
        members.put("choices", Schema.array(Schema.object(choice, List.of("index", "message"))));
        members.put("usage", Schema.object());
        return Schema.object(members, List.copyOf(members.keySet()));
    }

    private static Example replyExample() {
        return Samples.example(
                "image",
                "An answer",
                """
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1790000000,
                 "model": "@MODEL", "choices": [{"index": 0, "message": {"role": "assistant",
                 "content": "Red", "refusal": null}, "logprobs": null, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 44, "completion_tokens": 1, "total_tokens": 45,
                 "prompt_tokens_details": {"image_tokens": 32}}}
                """);
    }

    private static Content events() {
        return new Content(
                "text/event-stream",
                Schema.string()
                        .described("OpenAI's chunks, one an event without a name, then `[DONE]`."),
                List.of(
                        Samples.text(
                                "turns",
                                "The last events",
                                "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{"
                                        + "\"index\":0,\"delta\":{\"content\":\"Red\"},"
                                        + "\"finish_reason\":null}]}\n\ndata: [DONE]\n\n")));
    }
}
