package dev.glimpse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.handle.OpenHandles;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many requests, one after the other and at once: nothing is left behind.
@Tag("native")
class SoakTest {
    private static final byte[] RED = Images.disc(0xE01010);

    @Test
    void nothingIsLeftOfManyRequests() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Service service = Service.start()) {
            inARow(service, 40);
            atOnce(service, 48); // more than later: pools and caches have their size now
            Traces before = Traces.now(temporary);
            inARow(service, 200);
            atOnce(service, 16);
            Traces after = Traces.now(temporary);
            System.Logger log = System.getLogger(SoakTest.class.getName());
            log.log(System.Logger.Level.INFO, "before: {0}; after: {1}", before, after);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 10);
            assertThat(after.files()).isLessThanOrEqualTo(before.files() + 4);
            assertThat(after.temporaryFiles()).isEqualTo(before.temporaryFiles());
            assertThat(after.handles()).isEqualTo(before.handles());
            assertThat(after.heapMib()).isLessThan(before.heapMib() + 16);
            assertThat(after.residentMib()).isLessThan(before.residentMib() + 128);
            assertThat(service.underWay()).isZero();
        }
        assertThat(OpenHandles.list()).isEmpty();
    }

    /// What the process holds.
    private record Traces(
            int threads,
            long files,
            List<String> temporaryFiles,
            List<String> handles,
            long heapMib,
            long residentMib) {

        static Traces now(Path temporary) throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Traces(
                    Thread.getAllStackTraces().size(),
                    count(Path.of("/proc/self/fd")),
                    multipartFiles(temporary),
                    OpenHandles.list(),
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                    resident() >> 10);
        }

        private static long count(Path folder) throws IOException {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.count();
            }
        }

        private static List<String> multipartFiles(Path folder) throws IOException {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.map(file -> file.getFileName().toString())
                        .filter(name -> name.contains("MultiPart") || name.contains("jetty"))
                        .sorted()
                        .toList();
            }
        }

        /// In KiB.
        private static long resident() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void inARow(Service service, int count) {
        for (int i = 0; i < count; i++) {
            ask(service, i);
        }
    }

    private static void atOnce(Service service, int count) throws Exception {
        try (var clients =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("client-", 0).factory())) {
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(CompletableFuture.runAsync(() -> ask(service, number), clients));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(300, TimeUnit.SECONDS);
        }
    }

    /// Of every five requests one is large, one streamed and one refused.
    private static void ask(Service service, int number) {
        int status =
                switch (number % 5) {
                    case 0 -> service.ask(form(large(number))).status();
                    case 1 ->
                            service.ask(Questions.about(RED, "What?").put("stream", true)).status();
                    case 2 ->
                            service.ask(form("no image".getBytes(StandardCharsets.UTF_8))).status()
                                    - 215;
                    default -> service.ask(form(RED)).status();
                };
        assertThat(status).isEqualTo(200);
    }

    /// Another one each time, so that each is encoded.
    private static byte[] large(int number) {
        return Images.plain(1200, 900, 0x2040C0 + number);
    }

    private static Form form(byte[] image) {
        return new Form().file("image", image).text("question", "What colour is it?");
    }
}
