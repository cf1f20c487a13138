package dev.glimpse.http.caption;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Operation.Content;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import java.util.List;

/// What clients may know of `POST /v1/caption`.
public final class CaptionOperation {
    public static final Operation OPERATION =
            Operation.of(
                            "captionImage",
                            "Images",
                            "Caption an image",
                            "Writes a caption of a style, in a language if the model knows it. With"
                                    + " `stream`, or where `Accept` has `text/event-stream`, it"
                                    + " comes as events.")
                    .taking(
                            CaptionBody.SHAPE,
                            List.of(
                                    Samples.example(
                                            "short",
                                            "One sentence",
                                            """
                                            {"image": "@IMAGE"}
                                            """),
                                    Samples.example(
                                            "tags",
                                            "Tags in German",
                                            """
                                            {"image": "@IMAGE", "style": "tags", "language": "de",
                                             "max_tokens": 64}
                                            """)),
                            List.of(
                                    Samples.example(
                                            "alt-text",
                                            "Alt text for a file",
                                            """
                                            {"image": "@IMAGE", "style": "alt-text"}
                                            """)))
                    .giving(
                            CaptionReply.schema(),
                            Samples.example(
                                    "tags",
                                    "Tags",
                                    """
                                    {"caption": "red, square", "style": "tags", "model": "@MODEL",
                                     "tags": ["red", "square"], "finish_reason": "stop",
                                     "usage": {"prompt_tokens": 60, "image_tokens": 32,
                                      "completion_tokens": 5},
                                     "timings_ms": {"queue": 0.1, "decode": 0.5, "preprocess": 0.6,
                                      "encode": 8.9, "prefill": 6.0, "generate": 7.2}}
                                    """))
                    .giving(
                            new Content(
                                    "text/event-stream",
                                    Schema.string()
                                            .described(
                                                    "Server-sent events: `reasoning` and then"
                                                        + " `delta`, each with a piece of text, at"
                                                        + " the end `done` with the whole reply, or"
                                                        + " `error`."),
                                    List.of(
                                            Samples.text(
                                                    "short",
                                                    "A caption as it is made",
                                                    "event: delta\ndata: {\"text\":\"A red"
                                                            + " square.\"}\n\n"))))
                    .failingAsModelsDo();

    private CaptionOperation() {}
}
