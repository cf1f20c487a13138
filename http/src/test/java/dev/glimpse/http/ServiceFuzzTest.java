package dev.glimpse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Fuzz;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.vision.image.ImageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Thousands of damaged requests and files against the real server, from several clients at once:
/// each is answered or refused, the server lives, and nothing is left open.
@Tag("native")
@ExtendWith(NoLeaks.class)
class ServiceFuzzTest {
    private static final int CLIENTS = 6;
    private static final int IMAGE_CASES = 1_200;
    private static final int BODY_CASES = 900;
    private static final Path FILES =
            EmbeddedModel.projectRoot()
                    .resolve("vision-encoder/src/test/resources/dev/glimpse/vision/image/pillow");
    private static final List<String> FORMATS =
            List.of(".jpg", ".png", ".webp", ".bmp", ".tif", ".gif");

    /// A request that may be anything but an HTTP of its own.
    private static final class Damaged {
        private final String path;
        private final String type;
        private final byte[] body;

        Damaged(String path, String type, byte[] body) {
            this.path = path;
            this.type = type;
            this.body = body;
        }

        String path() {
            return path;
        }

        String type() {
            return type;
        }

        byte[] body() {
            return body;
        }
    }

    /// Makes a request by a source of randomness.
    @FunctionalInterface
    private interface Source {
        Damaged next(Random random);
    }

    @Test
    void damagedImagesAreAnsweredOrRefused(TestReporter reporter) throws Exception {
        List<List<byte[]>> byFormat = new ArrayList<>();
        for (String format : FORMATS) {
            byFormat.add(files(format));
        }
        Map<Integer, Integer> statuses =
                fuzz(Fuzz.cases(IMAGE_CASES), _ -> random -> image(byFormat, random));
        reporter.publishEntry("statuses", statuses.toString());
        assertThat(statuses.keySet()).isSubsetOf(200, 400, 413, 415).contains(200, 400);
    }

    @Test
    void damagedBodiesAreAnsweredOrRefused(TestReporter reporter) throws Exception {
        Map<Integer, Integer> statuses =
                fuzz(
                        Fuzz.cases(BODY_CASES),
                        service -> {
                            List<Damaged> sound = examples(service);
                            return random -> body(sound, random);
                        });
        reporter.publishEntry("statuses", statuses.toString());
        assertThat(statuses.keySet()).isSubsetOf(200, 400, 413, 415).contains(200, 400);
    }

    private static List<byte[]> files(String format) throws IOException {
        var files = new ArrayList<byte[]>();
        try (Stream<Path> all = Files.list(FILES)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(format)).sorted().toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
        assertThat(files).as(format).isNotEmpty();
        return files;
    }

    /// Half of them only have embeddings made, which takes no answer.
    private static Damaged image(List<List<byte[]>> byFormat, Random random) {
        List<byte[]> format = byFormat.get(random.nextInt(byFormat.size()));
        byte[] file = Fuzz.damageFile(format.get(random.nextInt(format.size())), random);
        var form = new Form().file("image", file);
        boolean asked = random.nextInt(4) == 0;
        if (asked) {
            form.text("question", "What is this?").text("max_tokens", "2");
        }
        String path = asked ? "/v1/vqa" : "/v1/embeddings/image";
        return new Damaged(path, form.contentType(), form.bytes());
    }

    private static Damaged body(List<Damaged> sound, Random random) {
        Damaged one = sound.get(random.nextInt(sound.size()));
        byte[] body =
                random.nextInt(3) == 0
                        ? Fuzz.damage(one.body(), random)
                        : JsonMapper.shared()
                                .writeValueAsBytes(
                                        Fuzz.damageTree(
                                                JsonMapper.shared().readTree(one.body()), random));
        return new Damaged(one.path(), one.type(), body);
    }

    /// What the OpenAPI document has as examples.
    private static List<Damaged> examples(Service service) {
        var all = new ArrayList<Damaged>();
        for (var path : service.get("/openapi.json").json().get("paths").properties()) {
            JsonNode json = path.getValue().at("/post/requestBody/content/application~1json");
            for (JsonNode example : json.path("examples")) {
                all.add(
                        new Damaged(
                                path.getKey(),
                                "application/json",
                                JsonMapper.shared().writeValueAsBytes(example.get("value"))));
            }
        }
        assertThat(all).hasSizeGreaterThan(8);
        return all;
    }

    /// @return how often each status came
    private static Map<Integer, Integer> fuzz(int cases, Function<Service, Source> sources)
            throws Exception {
        var statuses = new ConcurrentHashMap<Integer, Integer>();
        var limits = new ImageLimits(1 << 20, 2_048, 300_000); // so that no damaged size is slow
        try (Service service =
                        Service.start(
                                Service.OPTIONS,
                                Service.modelOptions()
                                        .withVision(vision -> vision.withImageLimits(limits)));
                var clients =
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("fuzz-", 0).factory())) {
            Source source = sources.apply(service);
            var ends = new ArrayList<Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                var random = new Random(Fuzz.seed() + client);
                ends.add(
                        clients.submit(() -> {
                            for (int i = 0; i < cases / CLIENTS; i++) {
                                send(service, source.next(random), statuses);
                            }
                        }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            assertThat(service.underWay()).isZero();
            byte[] red = Images.disc(0xE01010);
            Reply alive = service.ask(Questions.about(red, "What colour is the circle?"));
            assertThat(alive.json().get("answer").stringValue()).containsIgnoringCase("red");
        }
        return new TreeMap<>(statuses);
    }

    private static void send(
            Service service, Damaged damaged, ConcurrentHashMap<Integer, Integer> statuses) {
        Reply reply = service.post(damaged.path(), damaged.type(), damaged.body());
        statuses.merge(reply.status(), 1, Integer::sum);
        assertThat(reply.status())
                .as("glimpse.fuzz.seed=%s: %s", Fuzz.seed(), reply.response().body())
                .isLessThan(500);
        if (reply.status() != 200) {
            assertThat(reply.error().get("message").stringValue()).hasSizeBetween(5, 1_000);
        }
    }
}
