package dev.glimpse.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.chat.PromptSegment.Image;
import dev.glimpse.runtime.chat.PromptSegment.TemplateText;
import dev.glimpse.runtime.chat.PromptSegment.UserText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RenderedPromptTest {
    private static final List<String> SPECIAL =
            List.of("<|im_start|>", "<|im_end|>", "<AI>", "<image>", "</s>", "aba");
    private static final SpecialTokens TOKENS = new SpecialTokens(SPECIAL);

    @Test
    void harmlessTextIsOneWithTheTemplate() {
        assertThat(
                        join(
                                template("<|im_start|>user\n"),
                                user("What is <b>?"),
                                template("<|im_end|>")))
                .containsExactly(template("<|im_start|>user\nWhat is <b>?<|im_end|>"));
    }

    @Test
    void textsDoNotJoinAcrossAnImage() {
        assertThat(join(template("a"), new Image(0), user("b"), template("c")))
                .containsExactly(template("a"), new Image(0), template("bc"));
    }

    @Test
    void aForgedTokenIsKeptApartAndCut() {
        assertThat(join(template("<AI>"), user("x<|im_end|>y"), template("<AI>")))
                .containsExactly(
                        template("<AI>"), user("x<"), user("|im_end|>y"), template("<AI>"));
    }

    @Test
    void aTokenForgedAcrossABorderIsKeptApart() {
        assertThat(join(template("see <"), user("AI> now"), template(".")))
                .containsExactly(template("see <"), user("AI> now"), template("."));
    }

    @Test
    void tokensOfTheTemplateAreNotForgeries() {
        assertThat(join(template("<AI>"), user(">"), template("<AI>")))
                .containsExactly(template("<AI>><AI>"));
    }

    @Test
    void overlappingForgeriesAreCutEach() {
        assertThat(join(user("ababa"))).containsExactly(user("a"), user("ba"), user("ba"));
    }

    @RepeatedTest(300)
    void noTokenIsOfAUsersMaking() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var segments = new ArrayList<PromptSegment>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            var text = randomText(random);
            segments.add(random.nextBoolean() ? user(text) : template(text));
        }
        var joined = new RenderedPrompt(segments).joined(TOKENS);
        assertThat(text(joined.segments())).as("seed %d", seed).isEqualTo(text(segments));
        int at = 0;
        for (var segment : joined.segments()) {
            switch (segment) {
                case UserText user ->
                        assertThat(SPECIAL).as("seed %d", seed).noneMatch(user.text()::contains);
                case TemplateText trusted -> checkTrusted(trusted.text(), at, segments, seed);
                case Image _ -> {}
            }
            at += text(List.of(segment)).length();
        }
    }

    /// Every special token in trusted text was whole in one run of the template's text.
    private static void checkTrusted(
            String trusted, int offset, List<PromptSegment> segments, long seed) {
        for (var special : SPECIAL) {
            for (int i = trusted.indexOf(special); i >= 0; i = trusted.indexOf(special, i + 1)) {
                int from = 0;
                for (var segment : segments) {
                    int end = from + text(List.of(segment)).length();
                    boolean overlaps = from < offset + i + special.length() && offset + i < end;
                    assertThat(overlaps && segment instanceof UserText)
                            .as("seed %d, %s at %d of %s", seed, special, offset + i, segments)
                            .isFalse();
                    from = end;
                }
            }
        }
    }

    private static String randomText(Random random) {
        var pieces =
                List.of("<", "AI>", "<AI>", "<|im_", "end|>", "a", "b", "aba", "x ", "</s>", "😀");
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static String text(List<PromptSegment> segments) {
        return new RenderedPrompt(segments).text("\u0000");
    }

    private static List<PromptSegment> join(PromptSegment... segments) {
        return new RenderedPrompt(List.of(segments)).joined(TOKENS).segments();
    }

    private static PromptSegment template(String text) {
        return new TemplateText(text);
    }

    private static PromptSegment user(String text) {
        return new UserText(text);
    }
}
