package dev.glimpse.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.fault.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real templates against Python's jinja2; `src/test/golden/chat/make.py` wrote the file.
class GoldenConversationsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-03T09:05:07Z"), ZoneOffset.UTC);

    record Case(String name, JsonNode golden, List<Message> messages) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode file;
        try (var stream = resource("conversations.json")) {
            file = new JsonMapper().readTree(stream);
        }
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(golden -> {
                    var conversation = golden.get("conversation").asString();
                    return new Case(
                            golden.get("template").asString()
                                    + ", "
                                    + conversation
                                    + ", "
                                    + golden.get("options"),
                            golden,
                            messages(file.get("conversations").get(conversation)));
                });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsTransformersDoes(Case one) throws IOException {
        var golden = one.golden();
        var template = template(golden.get("template").asString());
        var given = golden.get("options");
        var options =
                new RenderOptions(
                        given.get("add_generation_prompt").asBoolean(),
                        Optional.ofNullable(given.get("enable_thinking")).map(JsonNode::asBoolean));
        if (golden.has("expected")) {
            var prompt = template.render(one.messages(), options);
            assertThat(prompt.text(golden.get("marker").asString()))
                    .isEqualTo(golden.get("expected").asString());
        } else {
            assertThatThrownBy(() -> template.render(one.messages(), options))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(golden.get("error").asString());
        }
    }

    private static ChatTemplate template(String name) throws IOException {
        try (var stream = resource(name + ".jinja")) {
            return ChatTemplate.compile(
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8),
                    Map.of("bos_token", "<s>", "eos_token", "</s>"),
                    CLOCK);
        }
    }

    private static InputStream resource(String name) {
        return GoldenConversationsTest.class.getResourceAsStream("/chat-templates/" + name);
    }

    private static List<Message> messages(JsonNode conversation) {
        return StreamSupport.stream(conversation.spliterator(), false)
                .map(message ->
                        new Message(
                                Role.valueOf(
                                        message.get("role").asString().toUpperCase(Locale.ROOT)),
                                StreamSupport.stream(message.get("parts").spliterator(), false)
                                        .map(GoldenConversationsTest::content)
                                        .toList()))
                .toList();
    }

    private static Content content(JsonNode part) {
        return part.isString() ? Content.text(part.asString()) : Content.image(new byte[] {1});
    }
}
