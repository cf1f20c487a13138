package dev.glimpse.http.openai;

import static dev.glimpse.http.openai.Chat.body;
import static dev.glimpse.http.openai.Chat.chunks;
import static dev.glimpse.http.openai.Chat.image;
import static dev.glimpse.http.openai.Chat.joined;
import static dev.glimpse.http.openai.Chat.message;
import static dev.glimpse.http.openai.Chat.send;
import static dev.glimpse.http.openai.Chat.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Tag("native")
class ChatStreamTest {
    private static final byte[] RED = Images.disc(0xE01010);
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static ObjectNode question() {
        return body(message("user", image(RED), text("What colour is the circle?")));
    }

    @Test
    void chunksJoinToTheWholeAnswer() {
        Reply reply = send(SERVICE, question().put("stream", true));
        assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
        List<JsonNode> chunks = chunks(reply);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").stringValue())
                .isEqualTo("assistant");
        assertThat(joined(chunks, 0)).isEqualTo(Chat.answer(SERVICE, question()));
        assertThat(chunks.getLast().at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        for (JsonNode chunk : chunks) {
            assertThat(chunk.get("object").stringValue()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.get("id")).isEqualTo(chunks.getFirst().get("id"));
            assertThat(chunk.has("usage")).isFalse();
        }
    }

    @Test
    void usageComesInAChunkOfItsOwn() {
        ObjectNode body = question().put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        List<JsonNode> chunks = chunks(send(SERVICE, body));
        assertThat(chunks.getLast().get("choices").isEmpty()).isTrue();
        assertThat(chunks.getLast().get("usage"))
                .isEqualTo(send(SERVICE, question()).json().get("usage"));
        assertThat(chunks.getFirst().get("usage").isNull()).isTrue();
    }

    @Test
    void severalAnswersAreTaggedByTheirIndex() {
        ObjectNode body = question().put("stream", true).put("n", 2);
        List<JsonNode> chunks = chunks(send(SERVICE, body));
        assertThat(joined(chunks, 0)).isNotEmpty().isEqualTo(joined(chunks, 1));
    }

    @Test
    void aRequestThatFailsBeforeItsFirstChunkHasAStatus() {
        Reply reply = send(SERVICE, body(message("user", "x".repeat(60_000))).put("stream", true));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("code").stringValue()).isEqualTo("context_length_exceeded");
    }
}
