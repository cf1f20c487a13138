package dev.glimpse.http.page;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.wire.Json;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;

/// Sample images with questions to ask about them.
///
/// The folder has `images/` and `questions.tsv`, whose rows are image, question and, for others,
/// the accepted answers. It is listed once. Immutable.
public final class SampleGallery {
    private static final Map<String, String> TYPES =
            Map.of(
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "png", "image/png",
                    "webp", "image/webp",
                    "gif", "image/gif",
                    "bmp", "image/bmp");

    /// What clients may know of the list.
    public static final Operation LIST =
            Operation.of(
                            "listSamples",
                            "Samples",
                            "List sample images",
                            "Images that come with the service, with questions to ask about them.")
                    .giving(
                            listSchema(),
                            Samples.example(
                                    "one",
                                    "One sample",
                                    """
                                    {"samples": [{"name": "blue-circle.png",
                                     "url": "/v1/samples/blue-circle.png",
                                     "questions": ["What color is the circle?"]}]}
                                    """));

    /// What clients may know of an image.
    public static final Operation IMAGE =
            Operation.of("getSample", "Samples", "Get a sample image", "The file as it is.")
                    .with(new Operation.Parameter("name", "As the list has it.", "blue-circle.png"))
                    .giving(new Operation.Content("image/*", Schema.file(), List.of()))
                    .failing(ErrorType.NOT_FOUND);

    private final Map<String, Sample> samples;

    private SampleGallery(Map<String, Sample> samples) {
        this.samples = samples;
    }

    /// @param file an existing image
    /// @param type its media type
    private record Sample(Path file, String type, List<String> questions) {}

    /// A gallery of nothing.
    public static SampleGallery empty() {
        return new SampleGallery(Map.of());
    }

    /// Lists the images that have questions, in the order of the questions, then the others by
    /// name.
    ///
    /// @throws ServerStartException if the folder cannot be read
    public static SampleGallery open(Path folder) {
        Path images = folder.resolve("images");
        Path questions = folder.resolve("questions.tsv");
        try {
            var samples = new LinkedHashMap<String, Sample>();
            Map<String, List<String>> asked =
                    Files.exists(questions) ? readQuestions(questions) : Map.of();
            Map<String, Path> files = listImages(images);
            asked.forEach((name, list) ->
                    Optional.ofNullable(files.remove(name))
                            .ifPresent(file -> samples.put(name, sample(file, list))));
            files.forEach((name, file) -> samples.put(name, sample(file, List.of())));
            return new SampleGallery(samples);
        } catch (IOException e) {
            throw new ServerStartException(
                    "cannot read the samples at "
                            + folder
                            + ": "
                            + e
                            + "; expected a folder with images/ and questions.tsv",
                    e);
        }
    }

    /// Answers `GET /v1/samples`.
    public void list(Context ctx) {
        ArrayNode list = Json.object().putArray("samples");
        samples.forEach((name, sample) -> {
            var entry = list.addObject().put("name", name).put("url", url(name));
            var questions = entry.putArray("questions");
            sample.questions().forEach(questions::add);
        });
        var body = Json.object();
        body.set("samples", list);
        ctx.contentType("application/json").result(Json.bytes(body));
    }

    /// Answers `GET /v1/samples/{name}`.
    public void image(Context ctx) throws IOException {
        Sample sample = samples.get(ctx.pathParam("name"));
        if (sample == null) {
            throw new NotFoundResponse();
        }
        ctx.header("Cache-Control", "max-age=3600")
                .contentType(sample.type())
                .result(Files.newInputStream(sample.file()));
    }

    private static Schema listSchema() {
        var sample = new LinkedHashMap<String, Schema>();
        sample.put("name", Schema.string());
        sample.put("url", Schema.string());
        sample.put("questions", Schema.array(Schema.string()));
        var members = new LinkedHashMap<String, Schema>();
        members.put("samples", Schema.array(Schema.object(sample, List.copyOf(sample.keySet()))));
        return Schema.object(members, List.of("samples"));
    }

    private static String url(String name) {
        try {
            return new URI(null, null, "/v1/samples/" + name, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // a path that begins with a slash is always one
        }
    }

    private static Sample sample(Path file, List<String> questions) {
        return new Sample(
                file, TYPES.getOrDefault(extension(file), "application/octet-stream"), questions);
    }

    private static Map<String, Path> listImages(Path folder) throws IOException {
        var files = new LinkedHashMap<String, Path>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(file -> TYPES.containsKey(extension(file)) && Files.isRegularFile(file))
                    .sorted()
                    .forEach(file -> files.put(String.valueOf(file.getFileName()), file));
        }
        return files;
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Map<String, List<String>> readQuestions(Path file) throws IOException {
        var questions = new LinkedHashMap<String, List<String>>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t", -1);
            boolean header = cells[0].equals("image");
            if (cells.length >= 2 && !header && !line.startsWith("#")) {
                questions.computeIfAbsent(cells[0], _ -> new ArrayList<>()).add(cells[1]);
            }
        }
        return questions;
    }
}
