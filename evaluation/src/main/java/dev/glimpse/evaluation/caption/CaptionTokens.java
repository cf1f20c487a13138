package dev.glimpse.evaluation.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a caption as the COCO caption evaluation sees them: lower case, cut as in the Penn
/// Treebank, without punctuation (`pycocoevalcap/tokenizer/ptbtokenizer.py` at ad63453c, over
/// Stanford's PTBTokenizer 3.4.1).
///
/// Follows that tokenizer where captions go: contractions, punctuation, hyphens, numbers,
/// abbreviations that keep their period. What it knows of URLs, fractions, or emoticons is not
/// here.
public final class CaptionTokens {
    /// Removed once cut; a parenthesis stays, since the evaluation looks for it in upper case.
    private static final Set<String> PUNCTUATION =
            Set.of("''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";");

    private static final Set<String> ABBREVIATIONS =
            Set.of(
                    "mr.", "mrs.", "ms.", "dr.", "st.", "prof.", "jr.", "sr.", "vs.", "mt.", "ave.",
                    "etc.", "inc.", "co.", "corp.", "ltd.", "no.", "gen.", "lt.", "sgt.", "rev.",
                    "sq.", "ft.", "a.m.", "p.m.", "u.s.", "u.k.", "e.g.", "i.e.");
    private static final Pattern WORD =
            Pattern.compile(
                    "(?:\\p{L}\\.){2,}|o'\\p{L}+" // initials, o'clock
                            + "|\\p{Nd}+:\\p{Nd}+"
                            + "|\\p{Nd}+(?:[.,]\\p{Nd}+)*(?:-?\\p{L}[\\p{L}\\p{Nd}]*)?(?:-[\\p{L}\\p{Nd}]+)*"
                            + "|\\.\\p{Nd}+"
                            + "|[\\p{L}\\p{Nd}\\p{M}]+(?:[-_/&][\\p{L}\\p{Nd}\\p{M}]+)*(?:\\.(?!\\.))?"
                            + "|'n'|'\\p{Nd}0s|\\.{2,}|-{2,}|\\S");
    private static final Pattern CLITIC =
            Pattern.compile(
                    "(?<=[\\p{L}\\p{Nd}])(?=(?:'(?:s|m|re|ve|ll|d)|n't)(?![\\p{L}\\p{Nd}]))");
    private static final Pattern JOINED =
            Pattern.compile(
                    "\\b(?:can(?=not\\b)|gon(?=na\\b)|wan(?=na\\b)|got(?=ta\\b)|gim(?=me\\b)|lem(?=me\\b))");

    private CaptionTokens() {}

    /// The words in order.
    public static List<String> of(String caption) {
        var words = new ArrayList<String>();
        String lower = caption.toLowerCase(Locale.ROOT).replace('’', '\'').replace('\n', ' ');
        for (String piece : lower.strip().split("\\s+", -1)) {
            cut(JOINED.matcher(piece).replaceAll("$0 "), words);
        }
        words.removeIf(PUNCTUATION::contains);
        return words;
    }

    private static void cut(String piece, List<String> words) {
        for (String part : piece.split(" ", -1)) {
            for (String stem : CLITIC.split(part, -1)) {
                if (stem.matches("'(?:s|m|re|ve|ll|d)\\W*|n't\\W*")) {
                    int end = stem.startsWith("n't") ? 3 : stem.split("[^'\\p{L}]", 2)[0].length();
                    words.add(stem.substring(0, end));
                    symbols(stem.substring(end), words);
                } else {
                    symbols(stem, words);
                }
            }
        }
    }

    private static void symbols(String text, List<String> words) {
        var matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            boolean ends = word.length() > 1 && word.endsWith(".") && !word.startsWith(".");
            if (ends && !ABBREVIATIONS.contains(word) && !word.matches("(?:\\p{L}\\.){2,}")) {
                add(word.substring(0, word.length() - 1), words);
            } else {
                add(word, words);
            }
        }
    }

    private static void add(String word, List<String> words) {
        switch (word) {
            case "(" -> words.add("-lrb-");
            case ")" -> words.add("-rrb-");
            case "[" -> words.add("-lsb-");
            case "]" -> words.add("-rsb-");
            case "{" -> words.add("-lcb-");
            case "}" -> words.add("-rcb-");
            case "\"", "“", "”", "‘" -> {}
            default -> words.add(word);
        }
    }
}
