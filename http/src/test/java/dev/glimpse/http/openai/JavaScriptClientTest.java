package dev.glimpse.http.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.JavaScript;
import dev.glimpse.http.testing.JavaScript.Ended;
import dev.glimpse.http.testing.Service;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The official JavaScript client of OpenAI's API, unchanged, against the service.
@Tag("native")
class JavaScriptClientTest {
    private static final String PROGRAM = "openai-client.cjs";
    private static final String RED =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(Images.disc(0xE01010));
    private static Service service;
    private static JavaScript javaScript;

    @BeforeAll
    static void start() throws Exception {
        Optional<JavaScript> found = JavaScript.find();
        assumeTrue(
                found.isPresent(),
                "skipped: no node on the PATH, or no clients; run scripts/setup.sh --tests and"
                        + " scripts/js-clients.sh");
        javaScript = found.get();
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    static List<String> cases() throws Exception {
        return javaScript.run(PROGRAM, "--list").output().lines().toList();
    }

    @Test
    void thereAreCases() throws Exception {
        assertThat(cases())
                .contains("plain", "image", "streamed", "schema", "errors")
                .hasSizeGreaterThan(7);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theClientGetsWhatItExpects(String name) throws Exception {
        Ended ended = javaScript.run(PROGRAM, name, service.uri("/v1").toString(), RED);
        assertThat(ended.code()).as(ended.output()).isZero();
    }
}
