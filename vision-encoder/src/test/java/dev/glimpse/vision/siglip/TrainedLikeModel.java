package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.TensorType;
import java.util.List;
import java.util.Random;

/// A [SyntheticModel] whose numbers are spread as trained vision transformers have them, which is
/// harder for 8 bits than noise: the norms' weights vary, and a few features are 10 to 30 times
/// larger than the others, the same in all blocks.
///
/// @param shape of the model; its seed is that of the outliers too
/// @param outliers features that stand out in the residual stream, and as many inside each
///   feed-forward step
/// @param spread where the outliers are, and what reads them
record TrainedLikeModel(SyntheticModel shape, int outliers, Spread spread) {
    /// What stands out.
    enum Spread {
        /// The residual stream has large constants in a few features.
        RESIDUAL,
        /// Norms make a few features large; queries and keys read little of them, so that scores
        /// stay what softmax can tell apart.
        NORMS,
        /// As [#NORMS], but whatever reads them has small weights there: all features count the
        /// same, while they share their scale with large ones. Nothing is harder for 8 bits.
        BALANCED
    }

    private static final int QUERIES = 64;
    private static final double LEAST = 10;
    private static final double MOST = 30;

    /// With a resampler, in 32-bit floats.
    GgufWriter resampling(int outWidth) {
        GgufWriter file = shape.resampling(TensorType.F32, QUERIES, outWidth);
        var random = new Random(shape.seed());
        int[] features = features(random, shape.width());
        if (spread == Spread.RESIDUAL) {
            double[] sizes = sizes(random);
            file.change("v.patch_embd.bias", bias -> scatter(bias, features, sizes));
        }
        for (int block = 0; block < shape.blocks(); block++) {
            String name = "v.blk." + block + ".";
            norm(file, random, features, name + "ln1", List.of("attn_q", "attn_k", "attn_v"), name);
            norm(file, random, features, name + "ln2", List.of("ffn_up"), name);
            inner(file, random, name);
        }
        return file;
    }

    /// Weights of a norm, and the columns of the matrices behind it.
    private void norm(
            GgufWriter file,
            Random random,
            int[] features,
            String norm,
            List<String> readers,
            String block) {
        double[] sizes = sizes(random);
        long seed = random.nextLong();
        file.change(
                norm + ".weight",
                weights -> {
                    var varying = new Random(seed);
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] = (float) Math.exp(0.4 * varying.nextGaussian());
                    }
                    if (spread != Spread.RESIDUAL) {
                        scale(weights, features, sizes);
                    }
                });
        for (String reader : readers) {
            boolean scores = reader.equals("attn_q") || reader.equals("attn_k");
            if (spread == Spread.BALANCED || (spread == Spread.NORMS && scores)) {
                file.change(
                        block + reader + ".weight",
                        matrix -> columns(matrix, shape.width(), features, sizes));
            }
        }
    }

    /// A few features of a feed-forward step are large, and small in what reads them.
    private void inner(GgufWriter file, Random random, String block) {
        int[] features = features(random, shape.ffnWidth());
        double[] sizes = sizes(random);
        file.change(
                block + "ffn_up.weight",
                matrix -> {
                    for (int i = 0; i < features.length; i++) {
                        for (int col = 0; col < shape.width(); col++) {
                            matrix[features[i] * shape.width() + col] *= (float) sizes[i];
                        }
                    }
                });
        file.change(
                block + "ffn_down.weight",
                matrix -> columns(matrix, shape.ffnWidth(), features, sizes));
    }

    private int[] features(Random random, int width) {
        return random.ints(0, width).distinct().limit(outliers).toArray();
    }

    private double[] sizes(Random random) {
        return random.doubles(outliers, LEAST, MOST).toArray();
    }

    private static void scatter(float[] values, int[] features, double[] sizes) {
        for (int i = 0; i < features.length; i++) {
            values[features[i]] = (float) sizes[i];
        }
    }

    private static void scale(float[] values, int[] features, double[] sizes) {
        for (int i = 0; i < features.length; i++) {
            values[features[i]] *= (float) sizes[i];
        }
    }

    /// Divides columns of a matrix of rows `width` wide.
    private static void columns(float[] matrix, int width, int[] features, double[] sizes) {
        for (int row = 0; row < matrix.length; row += width) {
            for (int i = 0; i < features.length; i++) {
                matrix[row + features[i]] /= (float) sizes[i];
            }
        }
    }
}
