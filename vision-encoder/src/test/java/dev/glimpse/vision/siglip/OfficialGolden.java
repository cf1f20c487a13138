package dev.glimpse.vision.siglip;

import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlice;
import dev.glimpse.vision.slice.ImageSlicer;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.SlicingOptions;
import dev.glimpse.vision.slice.resize.Resizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The official implementation's results on photographs, which are not ours to keep here:
/// `-Dglimpse.golden.dir=DIR` names the folder with `images`, `resampler` and `minicpmv4_6`.
final class OfficialGolden {
    static final String PROPERTY = "glimpse.golden.dir";
    static final String MISSING = "the photographs are given by -Dglimpse.golden.dir";

    private static final Pattern NUMBERS = Pattern.compile("-?\\d+");

    private OfficialGolden() {}

    static Path file(String name) {
        return Path.of(System.getProperty(PROPERTY)).resolve(name);
    }

    static float[] floats(String name) throws IOException {
        try (var in = Files.newInputStream(file(name + ".npy"))) {
            return NpyFile.read(in);
        }
    }

    static RgbImage image(String name) throws IOException {
        byte[] png = Files.readAllBytes(file("images/" + name + ".png"));
        return new ImageDecoder(ImageLimits.DEFAULT).decode(png);
    }

    /// What a golden called `raw_WIDTHxHEIGHT` was made of: a photograph of that size, or the upper
    /// left corner of a larger one.
    static RgbImage raw(String size) throws IOException {
        return switch (size) {
            case "224x224" -> image("a_224x224");
            case "280x182" -> image("h_280x182");
            case "350x350" -> MovedPixels.CORNER.of(image("f_800x600"), 350, 350);
            default -> throw new IllegalArgumentException(size);
        };
    }

    /// Two threads; memory for an image's slices together.
    static SiglipOptions options(WeightPrecision precision) {
        return SiglipOptions.of(new EncoderOptions(2, false))
                .withPrecision(precision)
                .withScratchBytes(1L << 28);
    }

    /// Overview and slices.
    ///
    /// @param maxSlices 0 for the image as it is
    static List<Patches> patches(RgbImage image, SlicingOptions options, int maxSlices) {
        if (maxSlices == 0) {
            return List.of(whole(image));
        }
        var plan =
                new SlicePlanner(options.withMaxSlices(maxSlices))
                        .plan(new ImageSize(image.width(), image.height()));
        var resizer = Resizer.onCallingThread(ResizeRounding.PILLOW);
        var sliced = new ImageSlicer(resizer).slice(image, plan);
        var slices = new ArrayList<ImageSlice>();
        slices.add(sliced.overview());
        slices.addAll(sliced.slices());
        return slices.stream()
                .map(slice -> Patches.of(slice, options.patchSide(), Normalization.STEPWISE))
                .toList();
    }

    /// An image as it is.
    static Patches whole(RgbImage image) {
        return Patches.of(ImageSlice.whole(image), 14, Normalization.STEPWISE);
    }

    static float[] concatenated(List<ImageEmbedding> embeddings) {
        int length = embeddings.stream().mapToInt(e -> e.rows() * e.width()).sum();
        var all = new float[length];
        int offset = 0;
        for (ImageEmbedding embedding : embeddings) {
            embedding.copyTo(all, offset);
            offset += embedding.rows() * embedding.width();
        }
        return all;
    }

    /// A prompt's tokens from `golden.json`, of which no more than this list is wanted.
    static List<Integer> tokens(String family, String tag) throws IOException {
        String json = Files.readString(file(family + "/golden.json"));
        int at = json.indexOf("\"tag\": \"" + tag + "\"");
        Matcher list =
                Pattern.compile("\"input_ids(_rle)?\": (\\[[\\d\\s,\\[\\]]*])").matcher(json);
        if (at < 0 || !list.find(at)) {
            throw new IOException("no tokens of " + tag + " in " + family + "/golden.json");
        }
        List<Integer> numbers =
                NUMBERS.matcher(list.group(2))
                        .results()
                        .map(r -> Integer.valueOf(r.group()))
                        .toList();
        return list.group(1) == null ? numbers : unrolled(numbers);
    }

    /// Pairs of a token and how often it comes.
    private static List<Integer> unrolled(List<Integer> pairs) {
        var tokens = new ArrayList<Integer>();
        for (int i = 0; i < pairs.size(); i += 2) {
            for (int n = 0; n < pairs.get(i + 1); n++) {
                tokens.add(pairs.get(i));
            }
        }
        return tokens;
    }
}
