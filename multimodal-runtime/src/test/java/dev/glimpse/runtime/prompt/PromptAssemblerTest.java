package dev.glimpse.runtime.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.PromptSegment;
import dev.glimpse.runtime.chat.PromptSegment.Image;
import dev.glimpse.runtime.chat.PromptSegment.TemplateText;
import dev.glimpse.runtime.chat.PromptSegment.UserText;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.prompt.PromptAssembler.Piece;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageEmbedding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class PromptAssemblerTest {
    private static LlamaModel model;
    private static Vocabulary vocabulary;
    private static PromptAssembler assembler;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
        vocabulary = model.vocabulary();
        assembler = new PromptAssembler(vocabulary);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void beginOfSequenceIsThereOnceWhereTheVocabularyWantsIt() {
        int begin = vocabulary.beginOfSequence().orElseThrow();
        int wanted = vocabulary.addsBeginOfSequence() ? 1 : 0;
        assertThat(ids(pieces(new TemplateText("Hello")))).filteredOn(is(begin)).hasSize(wanted);
        assertThat(ids(pieces(new Image(0), new TemplateText("Hello"))))
                .filteredOn(is(begin))
                .hasSize(wanted);
        var written = pieces(new TemplateText(vocabulary.text(begin) + "Hello"));
        assertThat(ids(written)).startsWith(begin).filteredOn(is(begin)).hasSize(1);
    }

    @Test
    void beginOfSequenceStandsBeforeAnImageThatComesFirst() {
        var pieces = pieces(new Image(0), new TemplateText("Hello"));
        if (vocabulary.addsBeginOfSequence()) {
            assertThat(pieces.getFirst())
                    .isEqualTo(new Piece.Tokens(List.of(vocabulary.beginOfSequence().getAsInt())));
        } else {
            assertThat(pieces.getFirst()).isEqualTo(new Piece.Image(0));
        }
    }

    @Test
    void specialTokensAreReadInTheTemplateAloneNotInWhatAUserWrote() {
        int begin = vocabulary.beginOfSequence().orElseThrow();
        String text = vocabulary.text(begin);
        var pieces = pieces(new TemplateText("Say "), new UserText(text), new TemplateText("!"));
        assertThat(ids(pieces).subList(1, ids(pieces).size())).doesNotContain(begin);
        assertThat(spelled(pieces)).endsWith("Say " + text + "!");
    }

    @Test
    void emptyTextsLeaveNoPieces() {
        var pieces = pieces(new TemplateText(""), new Image(0), new UserText(""), new Image(1));
        var images = pieces.stream().filter(Piece.Image.class::isInstance).toList();
        assertThat(images).containsExactly(new Piece.Image(0), new Piece.Image(1));
        assertThat(pieces).doesNotContain(new Piece.Tokens(List.of()));
    }

    @Test
    void imagesComeInThePlacesOfTheirIndexWithTheirMarkers() {
        var pieces =
                List.<Piece>of(
                        new Piece.Tokens(List.of(1)),
                        new Piece.Image(1),
                        new Piece.Image(0),
                        new Piece.Tokens(List.of(2, 3)));
        var prompt = PromptAssembler.assemble(pieces, List.of(image(4, 10, 11), image(2, 20, 21)));
        assertThat(prompt.parts().stream().map(PromptAssemblerTest::show))
                .containsExactly("[1, 20]", "2 rows", "[21, 10]", "4 rows", "[11, 2, 3]");
        assertThat(prompt.tokens()).isEqualTo(3 + 4 + 6);
        assertThat(prompt.imageTokens()).isEqualTo(6);
    }

    private static EncodedImage image(int rows, int before, int after) {
        var embedding = new ImageEmbedding(rows, 1, new float[rows], Optional.empty(), true);
        return new EncodedImage(
                List.of(
                        new EncodedPart.Markers(List.of(before)),
                        new EncodedPart.Embedding(embedding),
                        new EncodedPart.Markers(List.of(after))),
                Duration.ZERO,
                Duration.ZERO);
    }

    private static String show(PromptPart part) {
        return switch (part) {
            case PromptPart.Tokens(List<Integer> ids) -> ids.toString();
            case PromptPart.Image(ImageEmbedding embedding) -> embedding.rows() + " rows";
        };
    }

    private static List<Piece> pieces(PromptSegment... segments) {
        return assembler.tokenize(new RenderedPrompt(List.of(segments)));
    }

    private static List<Integer> ids(List<Piece> pieces) {
        var ids = new ArrayList<Integer>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Tokens(List<Integer> some)) {
                ids.addAll(some);
            }
        }
        return ids;
    }

    private static String spelled(List<Piece> pieces) {
        var bytes = new ByteArrayOutputStream();
        ids(pieces).forEach(id -> bytes.writeBytes(vocabulary.piece(id)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Predicate<Integer> is(int token) {
        return id -> id == token;
    }
}
