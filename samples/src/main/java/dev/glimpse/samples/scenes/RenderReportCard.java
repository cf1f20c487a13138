package dev.glimpse.samples.scenes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/// Writes the questions of the embedded model's report card: rendered scenes, forty questions a
/// skill, always the same. Drawn by other code than what the model was trained on.
public final class RenderReportCard {
    static final int QUESTIONS_A_SKILL = 40;

    private static final long SEED = 2026;
    private static final String HEADER = "index\timage\tquestion\taccepted\tskill\n";

    private RenderReportCard() {}

    /// Writes the file.
    ///
    /// @param args the TSV file to write; `glimpse eval vqa --data` reads it
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("one argument: the TSV file to write");
        }
        var text = new StringBuilder(HEADER);
        int index = 0;
        for (Asked asked : questions()) {
            index++;
            text.append(index)
                    .append('\t')
                    .append(Base64.getEncoder().encodeToString(asked.scene().toPng()))
                    .append('\t')
                    .append(cell(asked.question()))
                    .append('\t')
                    .append(cell(String.join("|", asked.accepted())))
                    .append('\t')
                    .append(asked.skill())
                    .append('\n');
        }
        Files.writeString(Path.of(args[0]), text);
    }

    /// A question about a scene.
    ///
    /// @param accepted answers that count as right, one or more
    record Asked(Canvas scene, String question, List<String> accepted, String skill) {
        Asked {
            accepted = List.copyOf(accepted);
        }
    }

    /// All of them, by skill.
    static List<Asked> questions() {
        var random = new SplittableRandom(SEED);
        var all = new ArrayList<Asked>();
        for (Skill skill : Skill.values()) {
            for (int i = 0; i < QUESTIONS_A_SKILL; i++) {
                all.add(skill.ask(random.split(), i));
            }
        }
        return all;
    }

    private static String cell(String text) {
        return text.matches("(?s).*[\\t\"\\r\\n].*")
                ? "\"" + text.replace("\"", "\"\"") + "\""
                : text;
    }
}
