package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tokens around and in the place of images, against the official processors' prompts.
@ExtendWith(NoLeaks.class)
@EnabledIfSystemProperty(
        named = OfficialGolden.PROPERTY,
        matches = ".+",
        disabledReason = OfficialGolden.MISSING)
class OfficialPromptTest {
    @ParameterizedTest
    @CsvSource({
        "minicpmv4_6, 16x, a_224x224, '', 508",
        "minicpmv4_6, 16x, e_427x640, '', 508",
        "minicpmv4_6, 16x, f_800x600, '', 508",
        "minicpmv4_6, 16x, f_800x600, _max_slice_nums1, 508",
        "minicpmv4_6, 16x, g_800x120, '', 508",
        "minicpmv4_6, 16x, a_224x224 i_300x200, '', 508",
        "minicpmv4_6, 16x, a_224x224, _use_image_id0, 508",
        "minicpmv4_6, 4x, a_224x224, '', 508",
        "minicpmv4_6, 4x, e_427x640, '', 508",
        "resampler, v3, h_280x182, '', 0",
        "resampler, v3, e_427x640, '', 0",
        "resampler, v3, d_500x333, '', 0",
    })
    void imagesTakeTheOfficialTokens(
            String family, String variant, String images, String options, int placeholder)
            throws IOException {
        String tag = images.replace(' ', '_');
        if (family.equals("minicpmv4_6")) {
            tag += "_" + variant + options;
        }
        var found = new ArrayList<Integer>();
        try (var text =
                        LlamaModel.open(
                                OfficialGolden.file(family + "/text.gguf"), ModelParams.CPU);
                var encoder =
                        SiglipVisionEncoder.open(
                                OfficialGolden.file(family + "/mmproj-" + variant + ".gguf"),
                                text,
                                OfficialGolden.options(WeightPrecision.FASTEST))) {
            int id = 0;
            for (String image : List.of(images.split(" "))) {
                var asked =
                        options.contains("max_slice_nums1")
                                ? EncodeOptions.DEFAULT.withMaxSlices(1)
                                : EncodeOptions.DEFAULT;
                if (!options.contains("use_image_id0")) {
                    found.addAll(encoder.imageNumber(id++));
                }
                encoder
                        .encode(OfficialGolden.image(image), asked, () -> false)
                        .orElseThrow()
                        .parts()
                        .stream()
                        .map(part -> tokens(part, placeholder))
                        .forEach(found::addAll);
            }
        }
        List<Integer> expected = OfficialGolden.tokens(family, tag);
        assertThat(expected).containsSequence(found);
        assertThat(Collections.frequency(found, placeholder))
                .as("all placeholders of the prompt")
                .isEqualTo(Collections.frequency(expected, placeholder));
    }

    private static List<Integer> tokens(EncodedPart part, int placeholder) {
        return switch (part) {
            case EncodedPart.Markers markers -> markers.tokens();
            case EncodedPart.Embedding embedding ->
                    Collections.nCopies(embedding.image().rows(), placeholder);
        };
    }
}
