package dev.glimpse.evaluation.dataset;

import java.util.Set;

/// What pandas 2.2 takes for a missing value when it reads a text file, and what VLMEvalKit
/// therefore does not see.
final class PandasText {
    private static final Set<String> MISSING =
            Set.of(
                    "",
                    "#N/A",
                    "#N/A N/A",
                    "#NA",
                    "-1.#IND",
                    "-1.#QNAN",
                    "-NaN",
                    "-nan",
                    "1.#IND",
                    "1.#QNAN",
                    "<NA>",
                    "N/A",
                    "NA",
                    "NULL",
                    "NaN",
                    "None",
                    "n/a",
                    "nan",
                    "null");

    private PandasText() {}

    static boolean missing(String text) {
        return MISSING.contains(text);
    }

    /// Whether pandas would read a number from it and write another text back, as 1 for `01` and
    /// 2.5 for `2.50`.
    static boolean rewritten(String text) {
        return number(text) && (text.matches("[+-]?0[0-9]+.*") || text.matches(".*\\.[0-9]*0"));
    }

    static boolean number(String text) {
        return text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    }
}
