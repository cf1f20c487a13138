package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.AnswerFlags;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.json.SampleRunJson;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import dev.glimpse.cli.screen.Tone;
import dev.glimpse.evaluation.dataset.SampleQuestion;
import dev.glimpse.evaluation.dataset.SampleQuestions;
import dev.glimpse.evaluation.run.AnsweredQuestion;
import dev.glimpse.evaluation.run.SampleRun;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.vision.fault.ImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `glimpse samples`: asks a file of questions and counts the right answers.
@Command(
        name = "samples",
        description = {
            "Asks questions about the sample images and counts the right answers.",
            "An answer is right if it equals an accepted one but for case, articles, and"
                    + " punctuation at the ends (rule normalized-exact-match-1)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse samples",
            "  glimpse samples --questions my/questions.tsv --json | jq .accuracy"
        })
public final class SamplesCommand implements Callable<Integer> {
    private static final List<String> HEADER =
            List.of("image", "question", "answer", "accepted", "verdict");

    private final Surroundings surroundings;

    @Option(
            names = "--questions",
            paramLabel = "FILE",
            description =
                    "A TSV file with the columns image, question, accepted (separated by |)."
                            + " Default: the questions that come with Glimpse.")
    private @Nullable Path questions;

    @Option(names = "--json", description = "Print one JSON object when all are answered.")
    private boolean json;

    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final AnswerFlags settings = new AnswerFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    public SamplesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        quiet.apply(screen);
        List<SampleQuestion> rows = SampleQuestions.read(file());
        try (var opened = OpenModel.open(model.options(surroundings.installation()))) {
            int[] done = {0};
            SampleRun run =
                    SampleRun.ask(
                            rows,
                            question -> answer(opened, question),
                            _ -> progress(++done[0], rows.size()));
            if (json) {
                screen.line(SampleRunJson.of(opened.info().id(), run));
            } else {
                print(run);
            }
        }
        return ExitCode.OK.number();
    }

    private Path file() {
        if (questions != null) {
            return questions;
        }
        return surroundings
                .installation()
                .sampleQuestions()
                .orElseThrow(() ->
                        CommandException.badInput(
                                "this installation has no samples/questions.tsv; give a"
                                        + " file with --questions"));
    }

    private String answer(OpenModel opened, SampleQuestion question) {
        NamedImage image = ImageFiles.read(question.image().toString(), surroundings.screen().in());
        Message message =
                Message.user(
                        image.content(ImageOptions.DEFAULT), Content.text(question.question()));
        GenerationResult result;
        try {
            result = opened.generate(settings.request(List.of(message)), _ -> {});
        } catch (ImageException e) {
            throw NamedImage.blame(List.of(image), e);
        }
        if (result.finishReason() == FinishReason.CANCELLED) {
            throw CommandException.failure("interrupted before all questions were answered");
        }
        return result.text();
    }

    private void progress(int done, int total) {
        if (done % 10 == 0 && done < total) {
            surroundings.screen().note("[" + done + " of " + total + " answered]");
        }
    }

    private void print(SampleRun run) {
        Screen screen = surroundings.screen();
        var rows = new ArrayList<List<String>>();
        rows.add(HEADER);
        run.answers().forEach(answered -> rows.add(row(answered)));
        var table = Table.fitting(rows);
        for (List<String> row : rows) {
            String line = screen.outIsTerminal() ? table.aligned(row) : Table.separated(row);
            screen.line(screen.toned(tone(row), Screen.harmless(line)));
        }
        var accuracy = run.accuracy();
        var interval = accuracy.wilson95();
        screen.line(
                String.format(
                        Locale.ROOT,
                        "%d of %d right: %.1f%% (95%% interval %.1f%% to %.1f%%)",
                        (int) accuracy.right(),
                        accuracy.total(),
                        100 * accuracy.fraction(),
                        100 * interval.low(),
                        100 * interval.high()));
    }

    private static List<String> row(AnsweredQuestion answered) {
        return List.of(
                answered.question().name(),
                answered.question().question(),
                answered.answer().strip(),
                String.join("|", answered.question().accepted()),
                answered.right() ? "right" : "wrong");
    }

    private static Tone tone(List<String> row) {
        return switch (row.getLast()) {
            case "verdict" -> Tone.STRONG;
            case "right" -> Tone.PLAIN;
            default -> Tone.BAD;
        };
    }
}
