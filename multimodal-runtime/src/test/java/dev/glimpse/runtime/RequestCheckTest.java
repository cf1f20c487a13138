package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.options.VisionOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
    private static final Content IMAGE = Content.image(new byte[] {1});
    private static final Message QUESTION = Message.user(Content.text("What is it?"));

    @Test
    void conversationsThatEndWithAQuestionPass() {
        assertThatNoException().isThrownBy(() -> check(List.of(QUESTION), false, 1));
        assertThatNoException()
                .isThrownBy(() ->
                        check(
                                List.of(
                                        Message.system("Be brief."),
                                        Message.user(IMAGE, IMAGE),
                                        Message.assistant("Yes?"),
                                        QUESTION),
                                true,
                                2));
    }

    @Test
    void somebodyMustAsk() {
        refuses(List.of(), "no messages");
        refuses(List.of(Message.user()), "no text");
        refuses(List.of(Message.user(Content.text(" \n"))), "no text");
        refuses(List.of(Message.user(IMAGE)), "no text");
    }

    @Test
    void theAnswerMayBeBegun() {
        assertThatNoException()
                .isThrownBy(
                        () -> check(List.of(Message.user(IMAGE), Message.assistant("A")), true, 1));
        refuses(List.of(QUESTION, Message.assistant(" ")), "has no text; give the beginning");
        refuses(List.of(Message.assistant("A")), "none of the user's comes right before it");
        refuses(
                List.of(QUESTION, Message.assistant("A"), Message.assistant("cat")),
                "none of the user's comes right before it");
        refuses(List.of(Message.system("Be brief.")), "the last message is the system's");
    }

    @Test
    void systemSpeaksFirstOrNever() {
        refuses(List.of(QUESTION, Message.system("Be brief."), QUESTION), "message 1");
    }

    @Test
    void onlyUsersShowImages() {
        var shown = new Message(Role.ASSISTANT, List.of(IMAGE));
        refuses(List.of(QUESTION, shown, QUESTION), "message 1 is the assistant's");
    }

    @Test
    void imagesAreCountedOverAllMessages() {
        var both = List.of(Message.user(IMAGE), Message.user(IMAGE, Content.text("And this?")));
        assertThatThrownBy(() -> check(both, true, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("2 images; at most 1");
        assertThatThrownBy(() -> check(both, false, 2))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("without a vision encoder");
    }

    private static void refuses(List<Message> messages, String reason) {
        assertThatThrownBy(() -> check(messages, true, 2))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(reason);
    }

    private static void check(List<Message> messages, boolean vision, int maxImages) {
        RequestCheck.check(messages, vision, VisionOptions.DEFAULT.withMaxImages(maxImages));
    }
}
