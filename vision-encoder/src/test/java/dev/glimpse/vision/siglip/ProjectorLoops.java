package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.PatchGrid;
import java.util.ArrayList;
import java.util.List;

/// Resampler and mergers written out in loops of doubles, after the official code and not after the
/// graph: windows are gathered, positions are computed where they are used.
final class ProjectorLoops {
    private static final int HEAD_SIZE = 128;
    private static final double EPSILON = 1e-6;

    private final GgufWriter file;
    private final int width;
    private final int heads;

    /// @param file the weights
    /// @param width of the transformer
    /// @param heads of the transformer
    ProjectorLoops(GgufWriter file, int width, int heads) {
        this.file = file;
        this.width = width;
        this.heads = heads;
    }

    /// Frames' patches to queries.
    ///
    /// @param frames patches of each, row by row, `width` wide
    /// @param times of the frames; empty for an image
    double[][] resample(List<double[][]> frames, PatchGrid grid, List<Integer> times) {
        var keys = new ArrayList<double[]>();
        var values = new ArrayList<double[]>();
        for (int frame = 0; frame < frames.size(); frame++) {
            double[][] read = norm(product(frames.get(frame), "resampler.kv"), "resampler.ln_kv");
            for (int patch = 0; patch < read.length; patch++) {
                double[] key = read[patch].clone();
                addPlace(key, 0, key.length / 2, patch % grid.cols());
                addPlace(key, key.length / 2, key.length / 2, patch / grid.cols());
                if (!times.isEmpty()) {
                    addPlace(key, 0, key.length, times.get(frame));
                }
                keys.add(key);
                values.add(read[patch]);
            }
        }
        int outWidth = values.getFirst().length;
        double[][] queries = norm(rows(file.floats("resampler.query"), outWidth), "resampler.ln_q");
        double[][] seen =
                attend(
                        linear(queries, "resampler.attn.q"),
                        linear(keys.toArray(double[][]::new), "resampler.attn.k"),
                        linear(values.toArray(double[][]::new), "resampler.attn.v"),
                        outWidth / HEAD_SIZE);
        return product(
                norm(linear(seen, "resampler.attn.out"), "resampler.ln_post"), "resampler.proj");
    }

    /// Windows of 2x2 patches to one row each.
    double[][] mergeWindows(double[][] x, PatchGrid grid) {
        var merged = new double[grid.count() / 4][];
        for (int window = 0; window < merged.length; window++) {
            double[][] four = four(x, grid, window);
            double[][] normed = norm(four, "v.vit_merger.ln1");
            double[][] mixed =
                    attend(
                            linear(normed, "v.vit_merger.attn_q"),
                            linear(normed, "v.vit_merger.attn_k"),
                            linear(normed, "v.vit_merger.attn_v"),
                            heads);
            double[][] seen = sum(four, linear(mixed, "v.vit_merger.attn_out"));
            double[][] one = {joined(seen)};
            double[][] inner = linear(norm(one, "v.vit_merger.ds_ln"), "v.vit_merger.ds_ffn_up");
            for (int i = 0; i < inner[0].length; i++) {
                inner[0][i] = geluByTanh(inner[0][i]);
            }
            double[] row = linear(inner, "v.vit_merger.ds_ffn_down")[0];
            for (int i = 0; i < width; i++) {
                row[i] += (seen[0][i] + seen[1][i] + seen[2][i] + seen[3][i]) / 4;
            }
            merged[window] = row;
        }
        return merged;
    }

    /// 2x2 neighbours to a row for the decoder.
    double[][] mergeForDecoder(double[][] x, PatchGrid grid) {
        var joined = new double[grid.count() / 4][];
        for (int window = 0; window < joined.length; window++) {
            joined[window] = joined(four(x, grid, window));
        }
        double[][] inner = linear(norm(joined, "mm.input_norm"), "mm.up");
        for (double[] row : inner) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] * (1 + errorFunction(row[i] / Math.sqrt(2))) / 2;
            }
        }
        return linear(inner, "mm.down");
    }

    static double[][] rows(float[] values, int width) {
        var rows = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i];
        }
        return rows;
    }

    static float[] floats(double[][] rows) {
        var values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return values;
    }

    private static double[][] four(double[][] x, PatchGrid grid, int window) {
        int windowCols = grid.cols() / 2;
        int first = window / windowCols * 2 * grid.cols() + window % windowCols * 2;
        return new double[][] {
            x[first], x[first + 1], x[first + grid.cols()], x[first + grid.cols() + 1]
        };
    }

    private static double[] joined(double[][] rows) {
        var all = new double[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
        }
        return all;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        var sum = new double[a.length][a[0].length];
        for (int row = 0; row < a.length; row++) {
            for (int i = 0; i < a[0].length; i++) {
                sum[row][i] = a[row][i] + b[row][i];
            }
        }
        return sum;
    }

    /// Sines, then cosines, of a place at frequencies from 1 down to nearly 1 / 10000.
    private static void addPlace(double[] row, int from, int count, int place) {
        int half = count / 2;
        for (int i = 0; i < half; i++) {
            double angle = place / Math.pow(10_000, (double) i / half);
            row[from + i] += Math.sin(angle);
            row[from + half + i] += Math.cos(angle);
        }
    }

    private double[][] linear(double[][] x, String name) {
        double[][] y = product(x, name);
        float[] bias = file.floats(name + ".bias");
        for (double[] row : y) {
            for (int i = 0; i < bias.length; i++) {
                row[i] += bias[i];
            }
        }
        return y;
    }

    private double[][] product(double[][] x, String name) {
        float[] matrix = file.floats(name + ".weight");
        int in = x[0].length;
        var y = new double[x.length][matrix.length / in];
        for (int row = 0; row < x.length; row++) {
            for (int out = 0; out < y[0].length; out++) {
                for (int i = 0; i < in; i++) {
                    y[row][out] += x[row][i] * matrix[out * in + i];
                }
            }
        }
        return y;
    }

    private double[][] norm(double[][] x, String name) {
        float[] weight = file.floats(name + ".weight");
        float[] bias = file.floats(name + ".bias");
        var y = new double[x.length][weight.length];
        for (int row = 0; row < x.length; row++) {
            double mean = 0;
            for (double value : x[row]) {
                mean += value / weight.length;
            }
            double variance = 0;
            for (double value : x[row]) {
                variance += (value - mean) * (value - mean) / weight.length;
            }
            for (int i = 0; i < weight.length; i++) {
                y[row][i] =
                        (x[row][i] - mean) / Math.sqrt(variance + EPSILON) * weight[i] + bias[i];
            }
        }
        return y;
    }

    private static double[][] attend(double[][] q, double[][] k, double[][] v, int heads) {
        int size = q[0].length / heads;
        var out = new double[q.length][q[0].length];
        for (int query = 0; query < q.length; query++) {
            for (int head = 0; head < heads; head++) {
                var shares = new double[k.length];
                double all = 0;
                for (int key = 0; key < k.length; key++) {
                    double score = 0;
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        score += q[query][i] * k[key][i];
                    }
                    shares[key] = Math.exp(score / Math.sqrt(size));
                    all += shares[key];
                }
                for (int key = 0; key < k.length; key++) {
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        out[query][i] += shares[key] / all * v[key][i];
                    }
                }
            }
        }
        return out;
    }

    private static double geluByTanh(double x) {
        return x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
    }

    /// By its power series, which is exact enough where the function is not yet 1.
    private static double errorFunction(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 120; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
