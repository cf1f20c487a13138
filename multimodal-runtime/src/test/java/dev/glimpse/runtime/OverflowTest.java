package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Conversations that are too long.
@ExtendWith(NoLeaks.class)
class OverflowTest {
    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model =
                VisionLanguageModel.open(
                        ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj())
                                .withThreads(1)
                                .withContextTokens(256));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Message image(String question) {
        var pixels = new byte[64 * 64 * 3];
        return Message.user(
                Content.image(RgbImage.takeOver(64, 64, pixels)), Content.text(question));
    }

    private static List<Message> conversation(int turns) {
        var messages = new ArrayList<Message>();
        for (int i = 0; i < turns; i++) {
            messages.add(image("What color is it? " + i));
            messages.add(Message.assistant("It is black, I think, all of it. " + i));
        }
        messages.add(image("And this?"));
        return messages;
    }

    private static GenerationRequest dropping(List<Message> messages) {
        return GenerationRequest.of(messages)
                .withMaxTokens(8)
                .withOverflow(Overflow.DROP_OLDEST_TURNS);
    }

    @Test
    void theAnswerIsThatOfTheTurnsThatAreLeft() {
        List<Message> messages = conversation(8);
        assertThatThrownBy(() -> model.generate(GenerationRequest.of(messages)))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("256");
        GenerationResult result = model.generate(dropping(messages));
        Dropped dropped = result.dropped();
        assertThat(dropped.messages()).isPositive().isEven();
        assertThat(dropped.images()).isEqualTo(dropped.messages() / 2);
        assertThat(result.usage().promptTokens()).isBetween(256 - 8 - 64, 256 - 8);
        List<Message> left = messages.subList(dropped.messages(), messages.size());
        GenerationResult alone = model.generate(GenerationRequest.of(left).withMaxTokens(8));
        assertThat(result.text()).isEqualTo(alone.text());
        assertThat(result.usage()).isEqualTo(alone.usage());
    }

    @Test
    void whatFitsIsLeftAsItIs() {
        assertThat(model.generate(dropping(conversation(1))).dropped()).isEqualTo(Dropped.NONE);
    }

    @Test
    void aLastTurnThatDoesNotFitIsRefused() {
        var messages = new ArrayList<>(conversation(2));
        messages.set(messages.size() - 1, Message.user(Content.text("word ".repeat(400))));
        assertThatThrownBy(() -> model.generate(dropping(messages)))
                .isInstanceOf(PromptTooLongException.class);
    }
}
