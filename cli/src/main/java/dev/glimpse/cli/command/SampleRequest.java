package dev.glimpse.cli.command;

import dev.glimpse.cli.install.Installation;
import dev.glimpse.evaluation.dataset.SampleQuestion;
import dev.glimpse.evaluation.dataset.SampleQuestions;
import java.util.Optional;

/// A request to try, as a line for a POSIX shell.
final class SampleRequest {
    private static final String SAFE = "[A-Za-z0-9_@%+=:,./-]+";

    private SampleRequest() {}

    /// Asks the first sample question, or about `photo.jpg` where there are no samples.
    static String curl(Installation installation, String address) {
        Optional<SampleQuestion> sample =
                installation.sampleQuestions().map(file -> SampleQuestions.read(file).getFirst());
        String image = sample.map(row -> row.image().toString()).orElse("photo.jpg");
        String question = sample.map(SampleQuestion::question).orElse("What is it?");
        return "curl -F "
                + quoted("image=@" + formFile(image))
                + " -F "
                + quoted("question=" + question)
                + " "
                + quoted(address + "/v1/vqa");
    }

    /// As curl reads file names in forms: in double quotes where a comma or semicolon would end it.
    private static String formFile(String name) {
        boolean plain = name.matches("[^,;\"\\\\]+");
        return plain ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    static String quoted(String word) {
        return word.matches(SAFE) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
