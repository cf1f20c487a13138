package dev.glimpse.evaluation.question;

import java.util.List;

/// One question of a benchmark.
///
/// @param index what the data calls it; unique in its file
/// @param wording what it says
/// @param answer the letter or text that is right; empty if the data hides it
/// @param placement where it belongs
/// @param images in the order in which the model sees them
public record Question(
        String index,
        Wording wording,
        String answer,
        Placement placement,
        List<ImageSource> images) {
    public Question {
        images = List.copyOf(images);
        if (index.isBlank()) {
            throw new IllegalArgumentException("a question's index is blank");
        }
    }

    public Options options() {
        return wording.options();
    }

    /// Whether this is the question as it was written, rather than one with its options moved.
    public boolean base() {
        return index.equals(placement.group());
    }
}
