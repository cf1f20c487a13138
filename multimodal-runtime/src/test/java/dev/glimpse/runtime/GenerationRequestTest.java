package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationRequestTest {
    private static final GenerationRequest REQUEST =
            GenerationRequest.of(Message.user(Content.text("What is it?")));

    @Test
    void stopStringsAreWholeCharacters() {
        assertThat(REQUEST.withStop(List.of("🙂")).stop()).containsExactly("🙂");
        refusesStop(List.of("\ud83d"), "surrogate");
        refusesStop(List.of("end", "\ude42 "), "surrogate");
        refusesStop(List.of(""), "empty");
        refusesStop(Collections.nCopies(17, "x"), "17 strings");
    }

    private static void refusesStop(List<String> stop, String reason) {
        assertThatThrownBy(() -> REQUEST.withStop(stop))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
