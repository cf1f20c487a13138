package dev.glimpse.evaluation.question;

import java.util.List;
import java.util.Optional;

/// One question of a benchmark.
///
/// @param index what the data calls it; unique in its file
/// @param wording what it says
/// @param answers the letter that is right, or all texts that are, as often as the data has them;
///   none if the data hides them
/// @param placement where it belongs
/// @param images in the order in which the model sees them
/// @param video what it is about, where that is a video
public record Question(
        String index,
        Wording wording,
        List<String> answers,
        Placement placement,
        List<ImageSource> images,
        Optional<VideoClip> video) {
    public Question {
        answers = List.copyOf(answers);
        images = List.copyOf(images);
        if (index.isBlank()) {
            throw new IllegalArgumentException("a question's index is blank");
        }
    }

    /// Without a video.
    public Question(
            String index,
            Wording wording,
            List<String> answers,
            Placement placement,
            List<ImageSource> images) {
        this(index, wording, answers, placement, images, Optional.empty());
    }

    /// With one right answer, or with none if it is empty.
    public Question(
            String index,
            Wording wording,
            String answer,
            Placement placement,
            List<ImageSource> images) {
        this(index, wording, answer.isEmpty() ? List.of() : List.of(answer), placement, images);
    }

    public Question withPlacement(Placement value) {
        return new Question(index, wording, answers, value, images, video);
    }

    public Question withImages(List<ImageSource> value) {
        return new Question(index, wording, answers, placement, value, video);
    }

    /// The right answer, the first if there are several; empty if the data hides it.
    public String answer() {
        return answers.isEmpty() ? "" : answers.getFirst();
    }

    public Options options() {
        return wording.options();
    }

    /// Whether this is the question as it was written, rather than one with its options moved.
    public boolean base() {
        return index.equals(placement.group());
    }
}
