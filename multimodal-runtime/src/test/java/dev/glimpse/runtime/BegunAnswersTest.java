package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.vision.image.RgbImage;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Answers whose beginning is given, as a last message of the assistant's.
@ExtendWith(NoLeaks.class)
class BegunAnswersTest {
    private static final Message QUESTION =
            Message.user(Content.image(green()), Content.text("Describe the image."));

    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model =
                VisionLanguageModel.open(
                        ModelOptions.of(EmbeddedModel.text(), EmbeddedModel.mmproj()));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static RgbImage green() {
        byte[] pixels = new byte[224 * 224 * 3];
        for (int i = 1; i < pixels.length; i += 3) {
            pixels[i] = (byte) 200;
        }
        return RgbImage.copyOf(224, 224, pixels);
    }

    private static GenerationRequest begunWith(String text) {
        return GenerationRequest.of(List.of(QUESTION, Message.assistant(text)));
    }

    @Test
    void theModelGoesOnAsItWouldHave() {
        var request = GenerationRequest.of(QUESTION);
        String whole = model.generate(request).text();
        int tokens = model.generate(request).usage().completionTokens();
        assertThat(tokens).isGreaterThan(4);
        for (int cut = 1; cut < tokens - 1; cut++) {
            String begin = model.generate(request.withMaxTokens(cut)).text();
            GenerationResult rest = model.generate(begunWith(begin));
            assertThat(begin + rest.text()).isEqualTo(whole);
            assertThat(rest.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void choicesAreScoredBehindIt() {
        String whole = model.generate(GenerationRequest.of(QUESTION)).text();
        int cut = whole.indexOf(' ', 3);
        List<ChoiceScore> scores =
                model.score(
                        List.of(QUESTION, Message.assistant(whole.substring(0, cut))),
                        List.of(whole.substring(cut), " elephant in the room."),
                        new Cancellation());
        assertThat(scores.stream().max(Comparator.comparingDouble(ChoiceScore::probability)))
                .contains(scores.getFirst());
    }

    /// What looks like a turn's end in it is text.
    @Test
    void itHasNoControlTokens() {
        var asText = model.generate(begunWith("A<AI>").withMaxTokens(1)).usage().promptTokens();
        var without = model.generate(begunWith("A").withMaxTokens(1)).usage().promptTokens();
        assertThat(asText).isGreaterThan(without + 1);
    }
}
