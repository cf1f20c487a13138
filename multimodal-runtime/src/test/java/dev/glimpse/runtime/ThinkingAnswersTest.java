package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The embedded model with the end of MiniCPM5's chat template. It cannot think; a grammar makes it
/// write what one that can would.
@ExtendWith(NoLeaks.class)
class ThinkingAnswersTest {
    private static final String TEMPLATE =
            """
            {%- for message in messages %}{{- message.role + ': ' + message.content + '\\n' }}{%- endfor %}
            {%- if add_generation_prompt %}{{- 'assistant:\\n' }}
            {%- if enable_thinking is defined %}
            {%- if enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}
            {%- elif enable_thinking is true %}{{- '<think>\\n' }}{%- endif %}
            {%- endif %}{%- endif %}\
            """;

    private static final ResponseFormat THOUGHT =
            ResponseFormat.grammar(
                    "root ::= \"<think>\\nIt is a \" [a-z]{3} \"</think>\\n\\nRed\"");

    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open(@TempDir Path folder) throws IOException {
        model = VisionLanguageModel.open(ModelOptions.textOnly(withTemplate(folder, TEMPLATE)));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Path withTemplate(Path folder, String template) throws IOException {
        var original = GgufFile.read(EmbeddedModel.text());
        Map<String, GgufValue> metadata = new LinkedHashMap<>(original.metadata());
        metadata.put("tokenizer.chat_template", new GgufValue.Text(template));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(GgufWriter.header(metadata, original.tensors()));
        byte[] file = Files.readAllBytes(original.path());
        bytes.writeBytes(Arrays.copyOfRange(file, (int) original.dataOffset(), file.length));
        return Files.write(folder.resolve("thinking.gguf"), bytes.toByteArray());
    }

    @Test
    void reasoningIsApartFromTheAnswer() {
        var events = new ArrayList<GenerationEvent>();
        var result = model.generate(request().withFormat(THOUGHT), events::add, new Cancellation());
        assertThat(result.text()).isEqualTo("Red");
        assertThat(result.reasoning()).matches("It is a [a-z]{3}");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(joined(events, GenerationEvent.Reasoning.class)).isEqualTo(result.reasoning());
        assertThat(joined(events, GenerationEvent.Text.class)).isEqualTo(result.text());
    }

    @Test
    void tokensOfTheThoughtAreApartFromTheAnswers() {
        var events = new ArrayList<GenerationEvent>();
        var request =
                request().withFormat(THOUGHT).withLogProbabilities(LogProbabilityOptions.answer(1));
        var result = model.generate(request, events::add, new Cancellation());
        var scores = result.logProbabilities().orElseThrow();
        assertThat(text(scores.answer())).isEqualTo("Red");
        assertThat(text(scores.reasoning()))
                .isEqualTo("<think>\n" + result.reasoning() + "</think>\n\n");
        assertThat(scores.answer().size() + scores.reasoning().size())
                .isEqualTo(result.usage().completionTokens());
        var cut = model.generate(request.withMaxTokens(4)).logProbabilities().orElseThrow();
        assertThat(cut.answer().size() + cut.reasoning().size()).isEqualTo(4);
    }

    private static String text(List<ScoredToken> tokens) {
        return tokens.stream().map(token -> token.token().text()).collect(Collectors.joining());
    }

    private static String joined(List<GenerationEvent> events, Class<?> kind) {
        var text = new StringBuilder();
        for (GenerationEvent event : events) {
            if (kind.isInstance(event)) {
                switch (event) {
                    case GenerationEvent.Reasoning(String more, _) -> text.append(more);
                    case GenerationEvent.Text(String more, _) -> text.append(more);
                    case GenerationEvent.Prompt _,
                            GenerationEvent.PromptScored _,
                            GenerationEvent.Finished _ -> {}
                }
            }
        }
        return text.toString();
    }

    @Test
    void stopStringsEndTheAnswerNotTheThought() {
        var stopped = model.generate(request().withFormat(THOUGHT).withStop(List.of("a", "ed")));
        assertThat(stopped.text()).isEqualTo("R");
        assertThat(stopped.reasoning()).startsWith("It is a ");
    }

    @Test
    void thoughtThatIsCutOffIsNoAnswer() {
        var cut =
                model.generate(
                        thinking(true)
                                .withSampling(SamplingOptions.GREEDY.withIgnoreEos(true))
                                .withMaxTokens(12));
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(cut.text()).isEmpty();
        assertThat(cut.reasoning()).isNotBlank();
        assertThat(cut.usage().completionTokens()).isEqualTo(12);
    }

    @Test
    void formatsWaitUntilTheModelHasThought() {
        var format = ResponseFormat.grammar("root ::= \"yes\" | \"no\"");
        var cut = model.generate(thinking(true).withFormat(format).withMaxTokens(30));
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(cut.reasoning()).isNotBlank();
        assertThat(model.generate(thinking(false).withFormat(format)).text()).isIn("yes", "no");
    }

    @Test
    void switchedOffNothingIsThought() {
        var plain = model.generate(thinking(false).withMaxTokens(8));
        assertThat(plain.reasoning()).isEmpty();
        assertThat(plain.text()).isNotBlank();
        // The prompt has closed the thought already: a tag now is text.
        assertThat(model.generate(thinking(false).withFormat(THOUGHT)).text())
                .startsWith("<think>\nIt is a ");
    }

    @Test
    void anAnswerThatIsBegunIsNotThoughtAbout() {
        var begun =
                List.of(
                        Message.user(Content.text("What color is it?")),
                        Message.assistant("It is"));
        assertThatThrownBy(() ->
                        model.generate(GenerationRequest.of(begun).withThinking(Optional.of(true))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("set enable_thinking to false");
        var request = GenerationRequest.of(begun).withThinking(Optional.of(false)).withMaxTokens(4);
        assertThat(model.generate(request).reasoning()).isEmpty();
    }

    @Test
    void modelsWithoutASwitchSaySo(@TempDir Path folder) throws IOException {
        var always =
                "{{ messages[0].content }} Write <think>, think, write </think>, then answer.\n";
        try (var never = VisionLanguageModel.open(ModelOptions.textOnly(EmbeddedModel.text()));
                var thinks =
                        VisionLanguageModel.open(
                                ModelOptions.textOnly(withTemplate(folder, always)))) {
            assertThatThrownBy(() -> never.generate(thinking(true)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("does not think aloud");
            assertThat(never.generate(thinking(false)).reasoning()).isEmpty();
            assertThatThrownBy(() -> thinks.generate(thinking(false)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("no switch");
        }
    }

    private static GenerationRequest thinking(boolean value) {
        return request().withThinking(Optional.of(value));
    }

    private static GenerationRequest request() {
        return GenerationRequest.of(Message.user(Content.text("What color is it?")));
    }
}
