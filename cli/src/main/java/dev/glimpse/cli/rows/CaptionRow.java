package dev.glimpse.cli.rows;

import java.util.List;

/// What became of one image.
///
/// @param image its name, by which a resumed run knows it again
public record CaptionRow(String image, Outcome outcome) {

    /// Answers, or why there are none.
    public sealed interface Outcome {}

    /// The model answered.
    ///
    /// @param answers one a question, in the questions' order
    public record Captioned(PixelIdentity pixels, List<String> answers) implements Outcome {
        public Captioned {
            answers = List.copyOf(answers);
        }
    }

    /// It did not.
    ///
    /// @param reason fit to show to a user
    public record Failed(String reason) implements Outcome {}

    public boolean failed() {
        return outcome instanceof Failed;
    }
}
