package dev.glimpse.evaluation.scoring;

import java.util.List;
import java.util.Locale;

/// Average normalized Levenshtein similarity of one answer, as DocVQA and ST-VQA count it (Biten et
/// al., 2019, "Scene Text Visual Question Answering", equation 2): one less the edit distance over
/// the longer text's length, against the nearest right answer; less than a half is nothing. Case
/// and runs of white space do not count.
public final class Anls {
    private static final double THRESHOLD = 0.5;

    private Anls() {}

    /// 0 or 0.5 to 1.
    ///
    /// @param accepted one or more
    public static double of(String answer, List<String> accepted) {
        double best = 0;
        for (String right : accepted) {
            best = Math.max(best, similarity(normal(answer), normal(right)));
        }
        return best >= THRESHOLD ? best : 0;
    }

    private static double similarity(String a, String b) {
        int longer = Math.max(length(a), length(b));
        return longer == 0 ? 1 : 1 - (double) EditDistance.of(a, b) / longer;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
    }
}
