package dev.glimpse.evaluation.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.evaluation.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Against `pycocoevalcap` and Stanford's tokenizer.
class CaptionMetricsTest {
    /// The sums are the same but for their order.
    private static final double TOLERANCE = 1e-9;

    private final JsonNode golden = Golden.file("captions.json");

    @Test
    void wordsAreThoseOfTheTokenizer() {
        var own = new ArrayList<List<String>>();
        var theirs = new ArrayList<List<String>>();
        for (JsonNode one : golden.get("tokens").values()) {
            own.add(CaptionTokens.of(one.get("text").asString()));
            theirs.add(texts(one.get("words")));
        }

        assertThat(own).containsExactlyElementsOf(theirs);
    }

    @Test
    void bleuIsOfAllCaptionsTogether() {
        List<Double> bleu = Bleu.of(captions());

        for (int n = 0; n < 4; n++) {
            assertThat(bleu.get(n))
                    .isCloseTo(golden.get("bleu").get(n).asDouble(), within(TOLERANCE));
        }
    }

    @Test
    void ciderWeighsByTheSet() {
        assertThat(Cider.of(captions()))
                .isCloseTo(golden.get("cider").asDouble(), within(TOLERANCE));
        assertThat(Cider.of(captions().subList(0, 1))).isZero();
    }

    @Test
    void rougeIsOfEachCaption() {
        List<Captioned> captions = captions();
        for (int i = 0; i < captions.size(); i++) {
            assertThat(RougeL.of(captions.get(i).caption(), captions.get(i).references()))
                    .isCloseTo(golden.get("rouge_l_each").get(i).asDouble(), within(TOLERANCE));
        }
    }

    private List<Captioned> captions() {
        var captions = new ArrayList<Captioned>();
        for (JsonNode one : golden.get("captions").values()) {
            captions.add(Captioned.of(one.get("caption").asString(), texts(one.get("references"))));
        }
        return captions;
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::asString).toList();
    }
}
