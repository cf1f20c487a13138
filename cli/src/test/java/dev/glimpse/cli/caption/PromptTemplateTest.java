package dev.glimpse.cli.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PromptTemplateTest {
    @Test
    void fieldsAreTheFilesAndItsFoldersNames() {
        var prompt = new PromptTemplate("{folder}: what is $1 {name}?");

        assertThat(prompt.about("photos/2024/$2.jpg")).isEqualTo("2024: what is $1 $2.jpg?");
        assertThat(prompt.about("a.jpg")).isEqualTo(": what is $1 a.jpg?");
    }

    @Test
    void otherBracesAreText() {
        assertThat(new PromptTemplate("{\"a\": {}} {{name}} { name }").about("a.jpg"))
                .isEqualTo("{\"a\": {}} {name} { name }");
    }

    @Test
    void unknownFieldsAndBlankPromptsAreRefused() {
        assertThatThrownBy(() -> new PromptTemplate("{nam}"))
                .hasMessageContaining("{nam}")
                .hasMessageContaining("{name} and {folder}");
        assertThatThrownBy(() -> new PromptTemplate(" ")).hasMessageContaining("blank");
    }
}
