package dev.glimpse.http.embeddings;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import java.util.List;

/// What clients may know of `POST /v1/embeddings/image`.
public final class EmbeddingsOperation {
    public static final Operation OPERATION =
            Operation.of(
                            "embedImages",
                            "Images",
                            "Embed images",
                            "Gives what the decoder would read in place of images. An image that"
                                + " was seen before, here or in a question, is not encoded again.")
                    .taking(
                            EmbeddingsBody.SHAPE,
                            List.of(
                                    Samples.example(
                                            "mean",
                                            "One row an image",
                                            """
                                            {"images": ["@IMAGE"]}
                                            """),
                                    Samples.example(
                                            "tokens",
                                            "A row for each image token, in base64",
                                            """
                                            {"image": "@IMAGE", "pooling": "none",
                                             "encoding_format": "base64", "max_slice_nums": 1}
                                            """)),
                            List.of(
                                    Samples.example(
                                            "mean",
                                            "One row for each file",
                                            """
                                            {"image": ["@IMAGE"], "pooling": "mean"}
                                            """)))
                    .giving(
                            EmbeddingsReply.schema(),
                            Samples.example(
                                    "mean",
                                    "One row",
                                    """
                                    {"object": "list", "data": [{"object": "embedding", "index": 0,
                                      "shape": [4], "slices": [32],
                                      "embedding": [0.1, -0.2, 0.05, 1.5]}],
                                     "model": "@MODEL", "usage": {"image_tokens": 32},
                                     "timings_ms": {"queue": 0.1, "decode": 0.5, "preprocess": 0.6,
                                      "encode": 8.9, "prefill": 0, "generate": 0}}
                                    """))
                    .failingAsModelsDo();

    private EmbeddingsOperation() {}
}
