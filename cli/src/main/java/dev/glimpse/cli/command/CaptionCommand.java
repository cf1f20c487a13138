package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.caption.AnswerSettings;
import dev.glimpse.cli.caption.CaptionRun;
import dev.glimpse.cli.caption.Captioner;
import dev.glimpse.cli.caption.EarlierRows;
import dev.glimpse.cli.caption.Progress;
import dev.glimpse.cli.caption.PromptTemplate;
import dev.glimpse.cli.caption.Summary;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.AnswerFlags;
import dev.glimpse.cli.flag.CaptionFlags;
import dev.glimpse.cli.flag.FormatFlags;
import dev.glimpse.cli.flag.ImageFlags;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.OutputFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.flag.TableFlags;
import dev.glimpse.cli.rows.RowOutput;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.source.ImageSource;
import dev.glimpse.cli.source.NameList;
import dev.glimpse.cli.source.Sources;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.ResponseFormat;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.GenerationFailedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse caption`: a row for each of many images.
@Command(
        name = "caption",
        description = {
            "Captions images, one row each, in the order in which they are given; those of a folder"
                    + " in the order of their names.",
            "The same command run again goes on where an earlier run ended, however it ended; with"
                    + " another prompt or model it is refused. An"
                    + " image that cannot be captioned has a row that says why; exit code 2 tells"
                    + " that there are such rows. Images of the same pixels are asked about once."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse caption photos/ --out captions.jsonl",
            "  glimpse caption photos/ --out captions.jsonl --retry-failed",
            "  glimpse caption train.parquet --name-column id --out captions.jsonl",
            "  glimpse caption \"photos/**.jpg\" --out captions.csv --style alt-text",
            "  glimpse caption photos.zip --out fields.jsonl --json-schema form.json",
            "  glimpse caption photos/ --out rows.jsonl --format txt --style tags",
            "  find . -name '*.png' | glimpse caption --list - --prompt \"What is on {name}?\"",
            "  glimpse caption photos/ -o captions.json --model V.gguf --mmproj mmproj.gguf"
        })
public final class CaptionCommand implements Callable<Integer> {
    private static final int MAX_PARALLEL = 64;

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description =
                    "Image files, folders with all below them, archives (zip, tar, tar.gz, tar.zst,"
                            + " tar.xz), tables with a column of images (tsv, csv, jsonl,"
                            + " parquet, xlsx), or patterns such as"
                            + " \"photos/**.jpg\".")
    private List<String> paths = List.of();

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description =
                    "Take files and folders from FILE, one a line; - is standard input. May be"
                            + " given several times.")
    private List<String> lists = List.of();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Images worked on at once: one is decoded while others are encoded and"
                            + " answered. Default: ${DEFAULT-VALUE}.")
    private int parallel = Concurrency.DEFAULT.slots();

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Mixin private final CaptionFlags asked = new CaptionFlags();
    @Mixin private final TableFlags table = new TableFlags();
    @Mixin private final OutputFlags out = new OutputFlags();
    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final ImageFlags imageFlags = new ImageFlags();
    @Mixin private final AnswerFlags answer = new AnswerFlags();
    @Mixin private final FormatFlags format = new FormatFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    public CaptionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        quiet.apply(surroundings.screen());
        requireParallel();
        List<PromptTemplate> prompts = asked.prompts();
        try (var sources = new Sources(table.columns())) {
            return caption(prompts, images(sources));
        }
    }

    private int caption(List<PromptTemplate> prompts, List<ImageSource> images) {
        ImageOptions imageOptions = imageFlags.options();
        ResponseFormat form = format.format();
        GenerationRequest request = request(form); // bad ones are refused before the load
        ModelOptions options =
                model.options(surroundings.installation()).withQueueCapacity(MAX_PARALLEL);
        var settings =
                AnswerSettings.of(
                        options,
                        new AnswerSettings.Asking(
                                prompts, request, imageOptions, format.file(), answer.thinking()));
        try (var opened = OpenModel.open(options)) {
            opened.requireVision();
            Captioner.Model answering =
                    (image, prompt) -> {
                        Message message =
                                Message.user(
                                        Content.image(image, imageOptions), Content.text(prompt));
                        var about = answer.request(List.of(message)).withFormat(form);
                        return whole(opened.generate(about, _ -> {}), form);
                    };
            return report(run(new Captioner(prompts, answering), images, settings));
        }
    }

    private GenerationRequest request(ResponseFormat form) {
        try {
            return answer.request(List.of()).withFormat(form);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(
                    "--ignore-eos and a format exclude each other: a format says where answers end",
                    e);
        }
    }

    /// An answer that lacks its end lacks the form that was asked for.
    private static GenerationResult whole(GenerationResult result, ResponseFormat form) {
        if (result.finishReason() == FinishReason.LENGTH && form != ResponseFormat.TEXT) {
            throw new GenerationFailedException(
                    "the answer was cut off at "
                            + result.usage().completionTokens()
                            + " tokens, before its form was complete; give more with --max-tokens");
        }
        return result;
    }

    private void requireParallel() {
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw CommandException.badInput(
                    "--parallel is " + parallel + "; allowed: 1 to " + MAX_PARALLEL);
        }
    }

    private List<ImageSource> images(Sources sources) {
        paths.forEach(sources::addArgument);
        for (String list : lists) {
            NameList.read(list, surroundings.screen().in()).forEach(sources::addListed);
        }
        List<ImageSource> images = sources.images();
        if (images.isEmpty()) {
            throw CommandException.badInput(
                    paths.isEmpty() && lists.isEmpty()
                            ? "no image; write: glimpse caption PATH... --out FILE"
                            : "there is no image in what was given; images in folders are known by"
                                    + " their endings (.jpg, .png, .webp, .bmp, .tif, .gif)");
        }
        return images;
    }

    private Summary run(
            Captioner captioner, List<ImageSource> images, Map<String, String> settings) {
        Screen screen = surroundings.screen();
        var earlier = new EarlierRows(captioner);
        List<String> names = images.stream().map(ImageSource::name).toList();
        var about = new OutputFlags.Asked(names, asked.questions(), settings);
        try (RowOutput output = out.open(screen, about, earlier)) {
            List<ImageSource> left = earlier.left(images);
            int done = images.size() - left.size();
            var progress = new Progress(screen, System::nanoTime, images.size(), done);
            var run = new CaptionRun(captioner, output, progress);
            run.run(left, parallel);
            Summary summary = run.summary(images.size(), done, earlier.failed(images));
            if (summary.complete()) {
                output.finish();
            }
            return summary;
        } finally {
            screen.endStatus();
        }
    }

    private int report(Summary summary) {
        Screen screen = surroundings.screen();
        if (out.printed()) {
            screen.note(summary.text());
        } else {
            screen.line(json ? summary.json() : summary.text());
        }
        if (!summary.complete()) {
            screen.hint("Stopped; the same command goes on from here.");
            return ExitCode.FAILURE.number();
        }
        return (summary.flawless() ? ExitCode.OK : ExitCode.BAD_INPUT).number();
    }
}
