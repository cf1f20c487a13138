package dev.glimpse.http.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Spans of requests, as an exporter gets them.
@Tag("native")
@Timeout(120)
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String QUESTION = "What shape is it, zebra?";
    private static final byte[] RED = Images.disc(0xE01010);

    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static OpenTelemetrySdk telemetry;
    private static Service service;

    @BeforeAll
    static void start() {
        telemetry =
                OpenTelemetrySdk.builder()
                        .setTracerProvider(
                                SdkTracerProvider.builder()
                                        .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                                        .build())
                        .setPropagators(
                                ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build();
        service = Service.start(Service.OPTIONS, Service.modelOptions(), telemetry);
    }

    @AfterAll
    static void stop() {
        service.close();
        telemetry.close();
    }

    @BeforeEach
    void forget() {
        SPANS.reset();
    }

    @Test
    void aRequestIsASpanOfItsCallersTraceWithTheStagesWithin() {
        ask("/v1/vqa", Questions.about(Images.disc(0xE03010), QUESTION), "30");

        Map<String, SpanData> spans = awaitSpans();
        SpanData request = spans.get("POST /v1/vqa");
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(request.getTraceId()).isEqualTo(TRACE);
        assertThat(request.getParentSpanId()).isEqualTo(CALLER);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(text(request, "http.route")).isEqualTo("/v1/vqa");
        assertThat(text(request, "url.path")).isEqualTo("/v1/vqa");
        assertThat(number(request, "http.response.status_code")).isEqualTo(200);

        SpanData model = spans.get("chat glimpse-tiny");
        assertThat(model.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(text(model, "gen_ai.request.model")).isEqualTo("glimpse-tiny");
        assertThat(number(model, "glimpse.usage.image_tokens")).isEqualTo(32);
        assertThat(number(model, "gen_ai.usage.input_tokens")).isGreaterThan(32);
        assertThat(number(model, "gen_ai.usage.output_tokens")).isPositive();

        for (String stage : List.of("decode", "preprocess", "encode", "prefill", "generate")) {
            assertThat(spans.get(stage).getParentSpanId()).as(stage).isEqualTo(model.getSpanId());
        }
        assertThat(spans.get("generate").getStartEpochNanos())
                .isEqualTo(spans.get("prefill").getEndEpochNanos());
        assertThat(spans.values().toString()).doesNotContain("zebra");
    }

    @Test
    void aRefusalIsNoErrorOfTheServer() {
        ask("/v1/vqa", JsonMapper.shared().createObjectNode(), "30");

        SpanData request = awaitSpans().get("POST /v1/vqa");
        assertThat(number(request, "http.response.status_code")).isEqualTo(400);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void aDeadlineThatPassesIsAnErrorOfBothSpans() {
        Map<String, SpanData> spans = Map.of();
        // it shall pass in the model, not before, where other programs keep the machine busy
        for (double time = 0.2; !spans.containsKey("chat glimpse-tiny"); time *= 2) {
            forget();
            ask("/v1/vqa", Questions.endless(RED), Double.toString(time));
            spans = awaitSpans();
        }
        SpanData request = spans.get("POST /v1/vqa");
        assertThat(number(request, "http.response.status_code")).isEqualTo(504);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(request, "error.type")).isEqualTo("504");
        assertThat(spans.get("chat glimpse-tiny").getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
    }

    @Test
    void embeddingsHaveTheStagesOfImagesAlone() {
        byte[] other = Images.disc(0x10E010);
        ObjectNode body = Questions.about(other, "");
        body.remove("question");
        ask("/v1/embeddings/image", body, "30");

        assertThat(awaitSpans())
                .containsKeys("embeddings glimpse-tiny", "decode", "preprocess", "encode")
                .doesNotContainKeys("prefill", "generate");
    }

    private static void ask(String path, ObjectNode body, String seconds) {
        Reply reply =
                service.send(
                        service.request(path)
                                .header("Content-Type", "application/json")
                                .header("X-Request-Timeout", seconds)
                                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                                .POST(
                                        BodyPublishers.ofString(
                                                JsonMapper.shared().writeValueAsString(body)))
                                .build());
        assertThat(reply.status()).as(reply.response().body()).isIn(200, 400, 504);
    }

    /// By name, once the request's own has ended; the client may have its reply before.
    private static Map<String, SpanData> awaitSpans() {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        List<SpanData> spans = SPANS.getFinishedSpanItems();
        while (spans.stream().noneMatch(span -> span.getKind() == SpanKind.SERVER)) {
            assertThat(System.nanoTime()).as("no span of a server").isLessThan(limit);
            Thread.onSpinWait();
            spans = SPANS.getFinishedSpanItems();
        }
        return spans.stream().collect(Collectors.toMap(SpanData::getName, Function.identity()));
    }

    private static String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }

    private static long number(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.longKey(attribute));
    }
}
