package dev.glimpse.evaluation.scoring;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The rule `normalized-exact-match-1`: an answer is right if it equals one of the accepted answers
/// after both went through the same steps.
///
/// 1. Unicode NFKC, then lower case;
/// 2. runs of white space become one space;
/// 3. punctuation and spaces at both ends go, inside they stay (`3.5`, `t-shirt`);
/// 4. one leading article (`a`, `an`, `the`) goes, unless nothing else is there.
///
/// Nothing else is forgiven: `two` is not `2`, and a sentence that has the answer in it is wrong.
/// List what should count among the accepted answers.
public final class NormalizedExactMatch {
    /// The rule's name in reports; it changes when the rule does.
    public static final String NAME = "normalized-exact-match-1";

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern ENDS = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");
    private static final Pattern ARTICLE = Pattern.compile("^(?:a|an|the) ");

    private NormalizedExactMatch() {}

    /// Whether `answer` counts as one of `accepted`.
    public static boolean isRight(String answer, List<String> accepted) {
        String found = normalize(answer);
        return accepted.stream().anyMatch(right -> normalize(right).equals(found));
    }

    /// The text as it is compared.
    public static String normalize(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String spaced = WHITE_SPACE.matcher(lower).replaceAll(" ");
        String bare = ENDS.matcher(spaced).replaceAll("");
        return ARTICLE.matcher(bare).replaceFirst("");
    }
}
