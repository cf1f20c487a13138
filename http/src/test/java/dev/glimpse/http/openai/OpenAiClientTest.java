package dev.glimpse.http.openai;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAudioParam;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The official Java client of OpenAI's API, unchanged, against the service.
@Tag("native")
class OpenAiClientTest {
    private static final String RED =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(Images.disc(0xE01010));
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        client =
                OpenAIOkHttpClient.builder()
                        .apiKey("any")
                        .baseUrl(SERVICE.uri("/v1").toString())
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    /// What the client makes a JSON schema of.
    static final class Circle {
        public Colour colour = Colour.BLUE;
        public boolean filled;
    }

    /// Colours that the schema allows.
    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    private static ChatCompletionCreateParams.Builder aboutRed() {
        return ChatCompletionCreateParams.builder()
                .model("glimpse-tiny")
                .addUserMessageOfArrayOfContentParts(
                        List.of(
                                ChatCompletionContentPart.ofImageUrl(
                                        ChatCompletionContentPartImage.builder()
                                                .imageUrl(
                                                        ChatCompletionContentPartImage.ImageUrl
                                                                .builder()
                                                                .url(RED)
                                                                .build())
                                                .build()),
                                ChatCompletionContentPart.ofText(
                                        ChatCompletionContentPartText.builder()
                                                .text("What colour is the circle?")
                                                .build())));
    }

    private static String content(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    @Test
    void textIsAnswered() {
        ChatCompletion completion =
                client.chat()
                        .completions()
                        .create(
                                ChatCompletionCreateParams.builder()
                                        .model("glimpse-tiny")
                                        .addSystemMessage("Answer briefly.")
                                        .addUserMessage("What is this?")
                                        .n(2)
                                        .temperature(0.0)
                                        .maxCompletionTokens(16)
                                        .build());
        completion.validate();
        assertThat(completion.choices()).hasSize(2);
        assertThat(completion.usage().orElseThrow().promptTokens()).isPositive();
    }

    @Test
    void anImageIsAnswered() {
        ChatCompletion completion = client.chat().completions().create(aboutRed().build());
        completion.validate();
        assertThat(content(completion)).containsIgnoringCase("red");
        assertThat(completion.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    @Test
    void anAnswerIsStreamed() {
        ChatCompletionCreateParams params =
                aboutRed()
                        .streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build();
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            chunks = response.stream().map(ChatCompletionChunk::validate).toList();
        }
        String streamed =
                chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .collect(joining());
        assertThat(streamed)
                .isEqualTo(content(client.chat().completions().create(aboutRed().build())));
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void anAnswerIsAnObjectOfAClass() {
        Circle circle =
                client
                        .chat()
                        .completions()
                        .create(aboutRed().responseFormat(Circle.class).build())
                        .choices()
                        .stream()
                        .flatMap(choice -> choice.message().content().stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(circle.colour).isNotNull();
    }

    @Test
    void faultsAreTheClientsExceptions() {
        BadRequestException missing =
                catchThrowableOfType(
                        BadRequestException.class,
                        () ->
                                client.chat()
                                        .completions()
                                        .create(aboutRed().temperature(11.0).build()));
        assertThat(missing.param()).isEqualTo(Optional.of("temperature"));
        assertThat(missing.type()).isEqualTo(Optional.of("invalid_request_error"));
        BadRequestException refused =
                catchThrowableOfType(
                        BadRequestException.class,
                        () ->
                                client.chat()
                                        .completions()
                                        .create(aboutRed().audio(audio()).build()));
        assertThat(refused.param()).isEqualTo(Optional.of("audio"));
        OpenAIServiceException tooLong =
                catchThrowableOfType(
                        OpenAIServiceException.class,
                        () -> {
                            try (var response =
                                    client.chat()
                                            .completions()
                                            .createStreaming(
                                                    aboutRed()
                                                            .addUserMessage("x".repeat(60_000))
                                                            .build())) {
                                assertThat(response).isNull();
                            }
                        });
        assertThat(tooLong.code()).isEqualTo(Optional.of("context_length_exceeded"));
    }

    @Test
    void logprobsAreToldPlainAndStreamed() {
        ChatCompletionCreateParams params =
                aboutRed().logprobs(true).topLogprobs(4).maxCompletionTokens(6).build();
        ChatCompletion completion = client.chat().completions().create(params);
        completion.validate();
        var tokens =
                completion.choices().getFirst().logprobs().orElseThrow().content().orElseThrow();
        assertThat(tokens.stream().map(ChatCompletionTokenLogprob::token).collect(joining()))
                .isEqualTo(content(completion));
        for (ChatCompletionTokenLogprob token : tokens) {
            assertThat(token.topLogprobs()).hasSize(4);
            assertThat(token.topLogprobs().getFirst().logprob()).isEqualTo(token.logprob());
            byte[] text = token.token().getBytes(StandardCharsets.UTF_8);
            assertThat(token.bytes().orElseThrow()).hasSize(text.length).contains((long) text[0]);
        }
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            List<String> streamed =
                    response.stream()
                            .map(ChatCompletionChunk::validate)
                            .flatMap(chunk -> chunk.choices().stream())
                            .flatMap(choice -> choice.logprobs().stream())
                            .flatMap(logprobs -> logprobs.content().orElseThrow().stream())
                            .map(ChatCompletionTokenLogprob::token)
                            .toList();
            assertThat(streamed)
                    .isEqualTo(tokens.stream().map(ChatCompletionTokenLogprob::token).toList());
        }
    }

    private static CompletionCreateParams.Builder aboutTheSky() {
        return CompletionCreateParams.builder()
                .model("glimpse-tiny")
                .prompt("<用户>What color is the sky?<AI>")
                .maxTokens(8);
    }

    @Test
    void aTextIsCompletedWithItsLogprobs() {
        Completion completion =
                client.completions().create(aboutTheSky().echo(true).logprobs(2).build());
        // Its validate() knows no null where the first token has no alternatives, nor in chunks
        // that
        // are not the last; OpenAI's own replies have both.
        CompletionChoice choice = completion.choices().getFirst();
        assertThat(choice.text()).startsWith("<用户>What color is the sky?<AI>");
        assertThat(choice.finishReason()).isEqualTo(CompletionChoice.FinishReason.STOP);
        assertThat(choice.logprobs().orElseThrow().tokens().orElseThrow())
                .contains(" color", " sky");
        assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void aCompletionIsStreamed() {
        CompletionCreateParams params = aboutTheSky().build();
        String whole = client.completions().create(params).choices().getFirst().text();
        try (StreamResponse<Completion> response = client.completions().createStreaming(params)) {
            String streamed =
                    response.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(CompletionChoice::text)
                            .collect(joining());
            assertThat(streamed).isNotEmpty().isEqualTo(whole);
        }
    }

    @Test
    void faultsOfCompletionsAreTheClientsExceptions() {
        BadRequestException fault =
                catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.completions().create(aboutTheSky().bestOf(3).build()));
        assertThat(fault.param()).isEqualTo(Optional.of("best_of"));
        BadRequestException alone =
                catchThrowableOfType(
                        BadRequestException.class,
                        () ->
                                client.chat()
                                        .completions()
                                        .create(aboutRed().topLogprobs(3).build()));
        assertThat(alone.param()).isEqualTo(Optional.of("top_logprobs"));
        assertThat(alone.getMessage()).contains("set logprobs to true");
    }

    private static ChatCompletionAudioParam audio() {
        return ChatCompletionAudioParam.builder()
                .format(ChatCompletionAudioParam.Format.WAV)
                .voice("alloy")
                .build();
    }

    @Test
    void modelsAreListed() {
        Model model = client.models().list().data().getFirst();
        model.validate();
        assertThat(client.models().retrieve(model.id())).isEqualTo(model);
        assertThat(
                        catchThrowableOfType(
                                NotFoundException.class, () -> client.models().retrieve("another")))
                .isNotNull();
    }
}
