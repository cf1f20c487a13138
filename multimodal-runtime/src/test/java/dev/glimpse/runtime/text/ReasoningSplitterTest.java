package dev.glimpse.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.text.ReasoningSplitter.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningSplitterTest {
    private static final ThinkingTags TAGS = new ThinkingTags("<think>", "</think>", 7, 8);

    /// `_` stands for a line's end.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "B | <think>_why_</think>__So.             | why           | So.",
                "B | __<think>why</think>So.               | why           | So.",
                "B | <think></think>So.                    |               | So.",
                "B | So.                                   |               | So.",
                "B | _ So                                  |               | _ So",
                "B | <thin air>                            |               | <thin air>",
                "B | <think                                |               | <think",
                "B | So. <think>no</think>                 |               | So. <think>no</think>",
                "B | <think>a < b </thin> c_ _d</think>__x | a < b </thin> c_ _d | x",
                "B | <think>a</think>b</think>c            | a             | b</think>c",
                "B | <think><think>a</think>b              | <think>a      | b",
                "B | <think>never ends_</thi               | never ends_</thi |",
                "B | <think>a__                            | a             |",
                "B | <think>ünï 🙂_</think>_图             | ünï 🙂        | 图",
                "T | _why_</think>_So.                     | why           | So.",
                "T | why                                   | why           |",
                "T | </think>So.                           |               | So.",
                "T | <</think></think>                     | <             | </think>",
                "N | <think>a</think>b                     |               | <think>a</think>b",
            })
    void cutsWhereTheTagsAre(String start, String text, String reasoning, String answer) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String whole = unfold(text);
        for (int round = 0; round < 50; round++) {
            var splitter =
                    switch (start) {
                        case "B" -> ReasoningSplitter.atBegin(TAGS);
                        case "T" -> ReasoningSplitter.thinking(TAGS);
                        default -> ReasoningSplitter.none();
                    };
            var parts = new ArrayList<Part>();
            for (int from = 0; from < whole.length(); ) {
                int to = Math.min(whole.length(), from + 1 + random.nextInt(round + 1));
                parts.addAll(splitter.feed(whole.substring(from, to)));
                from = to;
            }
            parts.addAll(splitter.flush());
            assertThat(reasoning(parts)).as("seed " + seed).isEqualTo(unfold(reasoning));
            assertThat(answer(parts)).as("seed " + seed).isEqualTo(unfold(answer));
        }
    }

    private static String unfold(String text) {
        return text == null ? "" : text.replace('_', '\n');
    }

    private static String reasoning(List<Part> parts) {
        var text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Reasoning(String more)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    private static String answer(List<Part> parts) {
        var text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Answer(String more)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    @Test
    void whatIsCertainIsPassedOnAtOnce() {
        var splitter = ReasoningSplitter.atBegin(TAGS);
        assertThat(splitter.feed("<think>I see ")).containsExactly(new Part.Reasoning("I see"));
        assertThat(splitter.feed("red")).containsExactly(new Part.Reasoning(" red"));
        assertThat(splitter.feed("</think>\n\nRed")).containsExactly(new Part.Answer("Red"));
        assertThat(splitter.feed(".")).containsExactly(new Part.Answer("."));
    }

    @Test
    void tokensWithoutTextStandForTags() {
        assertThat(TAGS.written(7)).isEqualTo("<think>");
        assertThat(TAGS.written(8)).isEqualTo("</think>");
        assertThat(TAGS.written(9)).isEmpty();
        assertThat(new ThinkingTags("a", "b", -1, -1).written(-1)).isEmpty();
    }
}
