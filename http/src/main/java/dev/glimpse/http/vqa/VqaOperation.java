package dev.glimpse.http.vqa;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Operation.Content;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import java.util.List;

/// What clients may know of `POST /v1/vqa`.
public final class VqaOperation {
    private static final String TIMINGS =
            "\"timings_ms\": {\"queue\": 0.2, \"decode\": 0.5, \"preprocess\": 0.6, \"encode\":"
                    + " 8.9, \"prefill\": 5.5, \"generate\": 1.9}";
    private static final String USAGE =
            "\"usage\": {\"prompt_tokens\": 44, \"image_tokens\": 32, \"completion_tokens\": 1}";
    private static final String TAKEN = "\"finish_reason\": \"stop\", " + USAGE + ", " + TIMINGS;

    public static final Operation OPERATION =
            Operation.of(
                            "askAboutImages",
                            "Images",
                            "Ask about images",
                            "Answers one question or several about the same images and videos. With"
                                + " `choices` no answer is made: the reply tells how likely each"
                                + " is. Fields that are not known are refused by name. With"
                                + " `stream`, or where `Accept` has `text/event-stream`, the answer"
                                + " comes as events.")
                    .taking(VqaBody.SHAPE, json(), forms())
                    .giving(VqaReply.schema(), replies())
                    .giving(events())
                    .failingAsModelsDo();

    private VqaOperation() {}

    private static List<Operation.Example> json() {
        return List.of(
                Samples.example(
                        "question",
                        "One question about an image",
                        """
                        {"image": "@IMAGE", "question": "What color is it?", "max_tokens": 32}
                        """),
                Samples.example(
                        "questions",
                        "Several questions, one with choices",
                        """
                        {"image": "@IMAGE", "questions": ["What color is it?",
                         {"question": "Is it red?", "choices": ["Yes", "No"]}]}
                        """),
                Samples.example(
                        "choices",
                        "How likely given answers are",
                        """
                        {"images": ["@IMAGE"], "question": "What color is it?",
                         "choices": ["Red", "Green", "Blue"]}
                        """),
                Samples.example(
                        "video",
                        "A question about a video, here of two frames",
                        """
                        {"video": "data:video/jpeg;base64,@BASE64,@BASE64", "max_frames": 8,
                         "question": "What color is it?"}
                        """),
                Samples.example(
                        "schema",
                        "An answer of a JSON schema",
                        """
                        {"images": [{"image": "@IMAGE", "max_slice_nums": 1}],
                         "question": "What color is it?",
                         "response_format": {"type": "json_schema", "json_schema": {"schema":
                           {"type": "object", "properties": {"color": {"enum": ["red", "blue"]}},
                            "required": ["color"]}}}}
                        """),
                Samples.example(
                        "sampled",
                        "A sampled answer, streamed",
                        """
                        {"image": "@IMAGE", "question": "Describe the image.", "stream": true,
                         "temperature": 0.7, "top_p": 0.9, "seed": 1, "stop": ["\\n"]}
                        """));
    }

    private static List<Operation.Example> forms() {
        return List.of(
                Samples.example(
                        "question",
                        "One question about a file",
                        """
                        {"image": ["@IMAGE"], "question": "What color is it?"}
                        """),
                Samples.example(
                        "choices",
                        "How likely given answers are",
                        """
                        {"image": ["@IMAGE"], "questions": ["What color is it?"],
                         "choices": ["Red", "Blue"]}
                        """));
    }

    private static Operation.Example[] replies() {
        return new Operation.Example[] {
            Samples.example(
                    "question",
                    "To one question",
                    "{\"answer\": \"Red\", \"model\": \"@MODEL\", " + TAKEN + "}"),
            Samples.example(
                    "questions",
                    "To several questions",
                    "{\"answers\": [{\"index\": 0, \"question\": \"What color is it?\","
                            + " \"answer\": \"Red\", "
                            + TAKEN
                            + "}], \"model\": \"@MODEL\"}"),
            Samples.example(
                    "choices",
                    "With choices",
                    """
                    {"answer": "Red", "model": "@MODEL", "choices": [
                     {"choice": "Red", "tokens": 1, "log_probability": -0.1,
                      "probability": 0.97, "normalized_log_probability": -0.1,
                      "normalized_probability": 0.97},
                     {"choice": "Blue", "tokens": 1, "log_probability": -3.6,
                      "probability": 0.03, "normalized_log_probability": -3.6,
                      "normalized_probability": 0.03}]}
                    """)
        };
    }

    private static Content events() {
        return new Content(
                "text/event-stream",
                Schema.string()
                        .described(
                                "Server-sent events: `reasoning` and then `delta`, each with a"
                                        + " piece of text; of several questions with the question's"
                                        + " `index`, and `answer` after those of each; at the end"
                                        + " `done` with the whole reply, or `error`."),
                List.of(
                        Samples.text(
                                "question",
                                "An answer as it is made",
                                "event: delta\ndata: {\"text\":\"Red\"}\n\nevent: done\ndata: {"
                                        + "\"answer\":\"Red\",\"model\":\""
                                        + Samples.MODEL
                                        + "\"}\n\n")));
    }
}
