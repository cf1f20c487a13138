package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.AnswerPrinter;
import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.answer.NamedVideo;
import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.AnswerFlags;
import dev.glimpse.cli.flag.FormatFlags;
import dev.glimpse.cli.flag.ImageFlags;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.flag.VideoFlags;
import dev.glimpse.cli.json.AnswerJson;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.vision.fault.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse ask`: one question about one or more images.
@Command(
        name = "ask",
        customSynopsis = {
            "glimpse ask [OPTIONS] IMAGE... QUESTION",
            "       glimpse ask [OPTIONS] --question-file FILE IMAGE...",
            "       glimpse ask [OPTIONS] --video VIDEO [IMAGE...] QUESTION"
        },
        description = "Answers a question about one or more images, or a video.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse ask photo.jpg \"What colour is the car?\"",
            "  glimpse ask photo.jpg \"Describe it.\" --json-schema form.json",
            "  glimpse ask before.png after.png \"What changed?\" --json",
            "  glimpse ask --video film.mp4 \"What happens?\" --video-frames 16",
            "  curl -s http://example.com/a.png | glimpse ask - \"What is this?\"",
            "  glimpse ask photo.jpg \"Describe it.\" --model V.gguf --mmproj mmproj.gguf"
        })
public final class AskCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "IMAGE... QUESTION",
            hideParamSyntax = true,
            description =
                    "Image files (JPEG, PNG, WebP, BMP, TIFF or GIF; - is standard input), then the"
                            + " question.")
    private List<String> arguments = List.of();

    @Option(
            names = "--question-file",
            paramLabel = "FILE",
            description = "Take the question from FILE, UTF-8 text; - is standard input.")
    private @Nullable String questionFile;

    @Option(
            names = "--json",
            description =
                    "Print one JSON object, as POST /v1/vqa replies, when the answer is done.")
    private boolean json;

    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final ImageFlags imageFlags = new ImageFlags();
    @Mixin private final VideoFlags videoFlags = new VideoFlags();
    @Mixin private final AnswerFlags answer = new AnswerFlags();
    @Mixin private final FormatFlags format = new FormatFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    public AskCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        quiet.apply(screen);
        boolean needsNoImage = model.textOnly() || videoFlags.video().isPresent();
        var words = AskedWords.of(arguments, questionFile, screen.in(), needsNoImage);
        Optional<NamedVideo> video =
                videoFlags.video().map(path -> NamedVideo.read(path, videoFlags.sampling()));
        List<NamedImage> images =
                words.images().stream().map(name -> ImageFiles.read(name, screen.in())).toList();
        GenerationRequest request = request(video, images, words.question());
        ModelOptions modelOptions = videoFlags.allowed(model.options(surroundings.installation()));
        try (var opened = OpenModel.open(modelOptions)) {
            if (!images.isEmpty() || video.isPresent()) {
                opened.requireVision();
            }
            return json ? asJson(opened, request) : asText(opened, request);
        } catch (ImageException e) {
            ImageException fault = NamedImage.blame(images, e);
            throw video.map(shown -> shown.blame(fault)).orElse(fault);
        }
    }

    private GenerationRequest request(
            Optional<NamedVideo> video, List<NamedImage> images, String question) {
        var content = new ArrayList<Content>();
        ImageOptions options = imageFlags.options();
        video.ifPresent(shown -> content.add(shown.content(options, videoFlags.framesPerPack())));
        images.forEach(image -> content.add(image.content(options)));
        content.add(Content.text(question));
        GenerationRequest request = answer.request(List.of(new Message(Role.USER, content)));
        try {
            return request.withFormat(format.format());
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(
                    "--ignore-eos and a format exclude each other: a format says where answers end",
                    e);
        }
    }

    private int asJson(OpenModel opened, GenerationRequest request) {
        var result = opened.generate(request, _ -> {});
        if (result.finishReason() != FinishReason.CANCELLED) {
            surroundings.screen().line(AnswerJson.of(opened.info().id(), result));
        }
        return ExitCode.OK.number();
    }

    private int asText(OpenModel opened, GenerationRequest request) {
        var printer = new AnswerPrinter(surroundings.screen());
        try {
            opened.generate(request, printer);
        } finally {
            printer.endLine();
        }
        return ExitCode.OK.number();
    }
}
