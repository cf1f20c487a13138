package dev.glimpse.vision.siglip.bench;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.siglip.SiglipVisionEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Milliseconds of the embedded model's encoder for an image file, from its bytes to embeddings:
/// run by hand or by `make bench-embedded`. Argument: folder for `embedded.json`.
final class BenchEmbedded {
    private static final int ROUNDS = 101;

    private BenchEmbedded() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/bench");
        var decoder = new ImageDecoder(ImageLimits.DEFAULT);
        var figures = new FiguresFile();
        try (var text = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
                var encoder =
                        SiglipVisionEncoder.open(
                                EmbeddedModel.mmproj(), text, new EncoderOptions(1, false))) {
            for (ImageSample sample : ImageSample.of(640, 480)) {
                for (String step : List.of("decode", "prepare and encode", "all")) {
                    RgbImage decoded = decoder.decode(sample.file());
                    Runnable work =
                            switch (step) {
                                case "decode" -> () -> decoder.decode(sample.file());
                                case "all" -> () -> encode(encoder, decoder.decode(sample.file()));
                                default -> () -> encode(encoder, decoded);
                            };
                    Spread spread = Milliseconds.of(ROUNDS, work);
                    IO.println(
                            String.format(
                                    Locale.ROOT, "%-14s %-20s %s ms", sample.name(), step, spread));
                    figures.add(sample.name() + " " + step, spread.json());
                }
            }
        }
        figures.write(folder.resolve("embedded.json"));
    }

    private static void encode(VisionEncoder encoder, RgbImage image) {
        if (encoder.encode(image, EncodeOptions.DEFAULT, () -> false).isEmpty()) {
            throw new IllegalStateException("nobody cancelled");
        }
    }
}
