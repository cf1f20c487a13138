package dev.glimpse.evaluation.scoring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The accuracy of the VQA challenge (GT-Vision-Lab/VQA at a013f004,
/// `PythonEvaluationTools/vqaEvaluation/vqaEval.py`): an answer that three of the ten people gave
/// is right; each of the ten is left out once, and the mean taken. Texts are normalized unless all
/// people gave the same one; numbers in words become digits, contractions get their apostrophe.
///
/// With fewer than four answers there is no leaving out: equal to one of them is right.
public final class VqaAccuracy {
    private static final double AGREEING = 3;
    private static final int FEW = 4;
    private static final Pattern PERIOD =
            Pattern.compile("\\.(?!\\d)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final List<String> NUMBERS =
            List.of(
                    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten");
    private static final List<String> ARTICLES = List.of("a", "an", "the");
    private static final Map<String, String> CONTRACTIONS = contractions();

    private VqaAccuracy() {}

    /// 0 to 1.
    ///
    /// @param people their answers, one or more, as often as each was given
    public static double of(String answer, List<String> people) {
        List<String> given = people.stream().map(VqaAccuracy::flat).toList();
        String own = flat(answer);
        if (given.stream().distinct().count() > 1 || given.size() < FEW) {
            given = given.stream().map(VqaAccuracy::normalize).toList();
            own = normalize(own);
        }
        if (given.size() < FEW) {
            return given.contains(own) ? 1 : 0;
        }
        int same = 0;
        for (String one : given) {
            same += one.equals(own) ? 1 : 0;
        }
        double withoutAnEqual = same * Math.min(1, (same - 1) / AGREEING);
        double withoutAnother = (given.size() - same) * Math.min(1, same / AGREEING);
        return Math.min(1, (withoutAnEqual + withoutAnother) / given.size());
    }

    /// The text as it is compared.
    public static String normalize(String text) {
        var words = new ArrayList<String>();
        String bare = VqaPunctuation.remove(text, PERIOD).toLowerCase(Locale.ROOT).strip();
        for (String word : bare.split("\\s+", -1)) {
            int number = word.equals("none") ? 0 : NUMBERS.indexOf(word);
            String digit = number < 0 ? word : String.valueOf(number);
            if (!ARTICLES.contains(digit)) {
                words.add(CONTRACTIONS.getOrDefault(digit, digit));
            }
        }
        return String.join(" ", words);
    }

    private static String flat(String text) {
        return text.replace('\n', ' ').replace('\t', ' ').strip();
    }

    private static Map<String, String> contractions() {
        var map = new HashMap<String, String>();
        try (InputStream stream = VqaAccuracy.class.getResourceAsStream("vqa-contractions.txt")) {
            if (stream == null) {
                throw new IllegalStateException("the module lacks vqa-contractions.txt");
            }
            var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line : reader.lines().toList()) {
                String[] pair = line.split("\t", 2);
                map.put(pair[0], pair[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(map);
    }
}
