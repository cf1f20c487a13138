package dev.glimpse.runtime.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The engine against Python's jinja2; `src/test/golden/chat/make.py` wrote the file.
class GoldenExpressionsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-03T09:05:07Z"), ZoneOffset.UTC);

    record Case(JsonNode golden, JsonNode names) {
        @Override
        public String toString() {
            return golden.get("source").asString();
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode file;
        try (var stream =
                GoldenExpressionsTest.class.getResourceAsStream(
                        "/chat-templates/expressions.json")) {
            file = new JsonMapper().readTree(stream);
        }
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(golden -> new Case(golden, file.get("names")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsJinja2Does(Case one) {
        var golden = one.golden();
        var source = golden.get("source").asString();
        if (golden.has("expected")) {
            assertThat(render(source, one.names())).isEqualTo(golden.get("expected").asString());
        } else {
            assertThatThrownBy(() -> render(source, one.names()))
                    .as(golden.get("error").asString())
                    .isInstanceOf(JinjaException.class);
        }
    }

    private static String render(String source, JsonNode given) {
        Map<String, Value> names = new LinkedHashMap<>();
        given.properties().forEach(e -> names.put(e.getKey(), value(e.getValue())));
        return Template.compile(source, CLOCK).render(names, Budget.standard()).value();
    }

    private static Value value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> Text.of(node.asString(), (char) 1);
            case BOOLEAN -> new Value.Bool(node.asBoolean());
            case NUMBER ->
                    node.isIntegralNumber()
                            ? new Value.Int(node.asLong())
                            : new Value.Real(node.asDouble());
            case ARRAY ->
                    new Value.Sequence(
                            StreamSupport.stream(node.spliterator(), false)
                                    .map(GoldenExpressionsTest::value)
                                    .toList());
            case OBJECT -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                node.properties().forEach(e -> entries.put(e.getKey(), value(e.getValue())));
                yield Value.Mapping.of(entries);
            }
            default -> Value.NONE;
        };
    }
}
