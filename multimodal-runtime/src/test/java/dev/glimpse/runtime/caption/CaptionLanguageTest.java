package dev.glimpse.runtime.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionLanguageTest {

    @ParameterizedTest
    @CsvSource({
        "de, German",
        "DE, German",
        "German, German",
        "' german ', German",
        "pt-BR, Portuguese (Brazil)",
        "zh, Chinese"
    })
    void tagsAndNamesAreRead(String text, String name) {
        assertThat(CaptionLanguage.of(text).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "klingonese", "x", "de_DE", "xx", "de; drop"})
    void othersAreRefused(String text) {
        assertThatThrownBy(() -> CaptionLanguage.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("language is '")
                .hasMessageContaining("BCP 47");
    }

    @Test
    void aPromptNamesTheLanguage() {
        assertThat(CaptionStyle.SHORT.prompt(CaptionLanguage.of("fr")))
                .isEqualTo(CaptionStyle.SHORT.prompt() + " Write it in French.");
        assertThat(CaptionStyle.named("alt-text")).contains(CaptionStyle.ALT_TEXT);
        assertThat(CaptionStyle.named("ALT_TEXT")).isEmpty();
    }
}
