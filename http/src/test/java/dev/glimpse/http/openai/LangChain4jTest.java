package dev.glimpse.http.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// LangChain4j's OpenAI module, unchanged, against the service.
@Tag("native")
class LangChain4jTest {
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static ChatModel model;

    @BeforeAll
    static void start() {
        model =
                OpenAiChatModel.builder()
                        .baseUrl(SERVICE.uri("/v1").toString())
                        .apiKey("any")
                        .modelName("glimpse-tiny")
                        .maxRetries(0)
                        .build();
    }

    private static UserMessage aboutRed() {
        String image = Base64.getEncoder().encodeToString(Images.disc(0xE01010));
        return UserMessage.from(
                ImageContent.from(image, "image/png"),
                TextContent.from("What colour is the circle?"));
    }

    @Test
    void anImageIsAnswered() {
        ChatResponse response = model.chat(aboutRed());
        assertThat(response.aiMessage().text()).containsIgnoringCase("red");
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().inputTokenCount()).isPositive();
        assertThat(model.chat(SystemMessage.from("Answer briefly."), UserMessage.from("What?")))
                .isNotNull();
    }

    @Test
    void anAnswerIsStreamed() throws Exception {
        var streaming =
                OpenAiStreamingChatModel.builder()
                        .baseUrl(SERVICE.uri("/v1").toString())
                        .apiKey("any")
                        .modelName("glimpse-tiny")
                        .build();
        var pieces = new StringBuilder();
        var complete = new CompletableFuture<ChatResponse>();
        streaming.chat(
                List.of(aboutRed()),
                new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String text) {
                        pieces.append(text);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        complete.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        complete.completeExceptionally(failure);
                    }
                });
        ChatResponse response = complete.get(60, TimeUnit.SECONDS);
        assertThat(response.aiMessage().text()).isEqualTo(pieces.toString());
        assertThat(pieces.toString()).isEqualTo(model.chat(aboutRed()).aiMessage().text());
    }

    @Test
    void anAnswerHasItsSchema() {
        var schema =
                JsonSchema.builder()
                        .name("circle")
                        .rootElement(
                                JsonObjectSchema.builder()
                                        .addEnumProperty("colour", List.of("red", "blue"))
                                        .required("colour")
                                        .build())
                        .build();
        ChatResponse response =
                model.chat(
                        ChatRequest.builder()
                                .messages(aboutRed())
                                .responseFormat(
                                        ResponseFormat.builder()
                                                .type(ResponseFormatType.JSON)
                                                .jsonSchema(schema)
                                                .build())
                                .build());
        JsonNode circle = JsonMapper.shared().readTree(response.aiMessage().text());
        assertThat(circle.get("colour").stringValue()).isIn("red", "blue");
    }

    @Test
    void aFaultIsItsException() {
        assertThatThrownBy(() ->
                        model.chat(
                                ChatRequest.builder()
                                        .messages(aboutRed())
                                        .temperature(11.0)
                                        .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature is 11.0; allowed: 0 to 10");
    }
}
