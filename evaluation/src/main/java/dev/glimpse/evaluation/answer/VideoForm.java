package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;

/// How an endpoint is sent a video's frames.
public enum VideoForm {
    /// Each as an image of its own, which every endpoint for images takes.
    IMAGES("images"),

    /// All as one part of type `video_url`: `data:video/jpeg;base64,` and image files in base64
    /// with commas between them, as `glimpse serve` and vLLM take them.
    VIDEO_URL("video_url");

    private final RuleId id;

    VideoForm(String name) {
        this.id = RuleId.first(name);
    }

    public RuleId id() {
        return id;
    }

    /// The form of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static VideoForm named(String name) {
        return RuleId.find("form of videos", name, Arrays.asList(values()), VideoForm::id);
    }
}
