package dev.glimpse.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;

/// A question about one image, with the answers that count as right.
///
/// @param name the image as the file of questions writes it
/// @param image where the image is, absolute
/// @param question never blank
/// @param accepted one or more answers, none blank
public record SampleQuestion(String name, Path image, String question, List<String> accepted) {
    public SampleQuestion {
        accepted = List.copyOf(accepted);
        if (question.isBlank()) {
            throw new IllegalArgumentException("question about " + name + " is blank");
        }
        if (accepted.isEmpty() || accepted.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "accepted answers of \"" + question + "\" are none or blank");
        }
    }
}
