package dev.glimpse.evaluation.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCheckTest {
    private static final String LIST =
            "{\"data\": [{\"id\": \"some-model\"}, {\"id\": \"other\"}]}";

    private ReplyingServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new ReplyingServer(404, "not here");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void closedPortIsSaidAtOnce() {
        EndpointOptions closed = server.options();
        server.close();

        assertThatThrownBy(() -> EndpointCheck.require(closed))
                .isInstanceOf(RunException.class)
                .hasMessageContaining(closed.base() + " cannot be reached: nothing listens")
                .hasMessageContaining("Start the server, or mend the URL");
    }

    @Test
    void modelInTheListIsEnough() {
        server.reply("/v1/models", 200, LIST);

        assertThatCode(() -> require("some-model")).doesNotThrowAnyException();
        assertThat(server.requests())
                .extracting(ReplyingServer.Request::path)
                .containsExactly("/v1/models");
    }

    @Test
    void serverThatAnswersUnderAnyNameIsTakenByAReplyOfOneToken() {
        server.reply("/v1/models", 200, LIST);
        server.reply("/v1/chat/completions", 200, "{\"choices\": []}");

        assertThatCode(() -> require("default")).doesNotThrowAnyException();
        assertThat(server.requests())
                .extracting(ReplyingServer.Request::path)
                .containsExactly("/v1/models", "/v1/chat/completions");
    }

    @Test
    void unknownModelIsToldWithThoseThereAre() {
        server.reply("/v1/models", 200, LIST);
        server.reply("/v1/chat/completions", 404, "{\"error\": \"no such model\"}");

        assertThatThrownBy(() -> require("mine"))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("does not answer as model \"mine\" (status 404")
                .hasMessageEndingWith("It offers some-model, other");
    }

    @Test
    void addressWithoutAnApiIsTold() {
        assertThatThrownBy(() -> require("mine"))
                .isInstanceOf(RunException.class)
                .hasMessageEndingWith("Is the URL that of an API, such as .../v1?");
    }

    @Test
    void missingKeyIsTold() {
        server.reply("/v1/models", 401, "no key");

        assertThatThrownBy(() -> require("some-model"))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("refuses to answer without a key (status 401: no key)")
                .hasMessageContaining("OPENAI_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void serverThatIsBusyIsLeftToTheRunsAttempts(int status) {
        server.reply("/v1/models", status, "loading");
        server.reply("/v1/chat/completions", status, "loading");

        assertThatCode(() -> require("some-model")).doesNotThrowAnyException();
    }

    private void require(String model) {
        EndpointCheck.require(server.options("/v1", model, Optional.empty()));
    }
}
