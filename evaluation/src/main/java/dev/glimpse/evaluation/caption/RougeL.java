package dev.glimpse.evaluation.caption;

import java.util.List;

/// ROUGE-L of one caption (C.-Y. Lin, 2004; `pycocoevalcap/rouge/rouge.py` at ad63453c): the
/// longest common subsequence with each reference, the best precision and the best recall of any of
/// them, joined with beta 1.2.
public final class RougeL {
    private static final double BETA_SQUARED = 1.2 * 1.2;

    private RougeL() {}

    /// 0 to 1.
    ///
    /// @param references one or more
    public static double of(List<String> caption, List<List<String>> references) {
        double precision = 0;
        double recall = 0;
        for (List<String> reference : references) {
            double common = common(caption, reference);
            precision = Math.max(precision, common / Math.max(1, caption.size()));
            recall = Math.max(recall, common / Math.max(1, reference.size()));
        }
        return precision == 0 || recall == 0
                ? 0
                : Math.min(
                        1,
                        (1 + BETA_SQUARED)
                                * precision
                                * recall
                                / (recall + BETA_SQUARED * precision));
    }

    private static int common(List<String> a, List<String> b) {
        int[] above = new int[b.size() + 1];
        for (String word : a) {
            int[] row = new int[b.size() + 1];
            for (int j = 1; j <= b.size(); j++) {
                row[j] =
                        word.equals(b.get(j - 1))
                                ? above[j - 1] + 1
                                : Math.max(above[j], row[j - 1]);
            }
            above = row;
        }
        return above[b.size()];
    }
}
