package dev.glimpse.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.cli.chat.Conversation.Seen;
import dev.glimpse.cli.chat.Conversation.Turn;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Seen DOT = new Seen("dot.png", false);
    private static final Content IMAGE = Content.image(new byte[] {1, 2, 3});

    @Test
    void instructionsComeFirstThenTurnsThenTheQuestionWithItsImages() {
        var conversation = new Conversation(Optional.of("Be brief."));
        conversation.show(DOT, IMAGE);
        Message first = conversation.ask("What?");
        conversation.remember(first, "A dot.");
        Message second = conversation.ask("Where?");

        assertThat(first).isEqualTo(Message.user(IMAGE, Content.text("What?")));
        assertThat(conversation.upTo(second))
                .containsExactly(
                        Message.system("Be brief."),
                        first,
                        Message.assistant("A dot."),
                        Message.user(Content.text("Where?")));
    }

    @Test
    void imageWaitsUntilItsTurnIsAnswered() {
        var conversation = new Conversation(Optional.empty());
        conversation.show(DOT, IMAGE);
        Message failed = conversation.ask("What?");

        assertThat(conversation.waitingImages()).isEqualTo(1);
        assertThat(conversation.ask("Again?").content()).contains(IMAGE);
        conversation.remember(failed, "A dot.");
        assertThat(conversation.waitingImages()).isZero();
    }

    @Test
    void resetForgetsTurnsAndImagesAndKeepsInstructions() {
        var conversation = new Conversation(Optional.empty());
        conversation.instruct("Be brief.");
        conversation.remember(conversation.ask("What?"), "A dot.");
        conversation.show(DOT, IMAGE);
        conversation.reset();
        Message next = conversation.ask("Hello?");

        assertThat(conversation.upTo(next)).containsExactly(Message.system("Be brief."), next);
        assertThat(next.content()).hasSize(1);
        conversation.instruct(" ");
        assertThat(conversation.upTo(next)).containsExactly(next);
    }

    @Test
    void transcriptHasTurnsWithTheNamesOfTheirImages() {
        var conversation = new Conversation(Optional.of("Be brief."));
        conversation.show(DOT, IMAGE);
        conversation.remember(conversation.ask("What?"), "A dot.");
        conversation.remember(conversation.ask("Where?"), "Here.");
        conversation.show(DOT, IMAGE);

        assertThat(conversation.transcript("Tiny"))
                .isEqualTo(
                        new Transcript(
                                "Tiny",
                                Optional.of("Be brief."),
                                List.of(
                                        new Turn(List.of(DOT), "What?", "A dot."),
                                        new Turn(List.of(), "Where?", "Here."))));
    }
}
