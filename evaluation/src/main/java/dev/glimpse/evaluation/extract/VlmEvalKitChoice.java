package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The exact matching of VLMEvalKit, in two ages.
///
/// `vk-2026` is `vlmeval/utils/matching_util.py` of open-compass/VLMEvalKit at e8e78f05: a lone
/// letter counts among the last four words only. `vk-2024` is the copy that OpenBMB/MiniCPM-V
/// (0dbb566) ships for its 2.6 scores: a lone letter counts wherever it stands. Neither treats "A"
/// as an article, as neither does unless asked to be verbose.
final class VlmEvalKitChoice implements Extractor {
    /// Stands for "none of the options"; never right.
    private static final String REFUSED = "Z";

    private static final String FAILED = "Failed to obtain answer via API";
    private static final List<String> REFUSALS =
            List.of(
                    "Sorry, I can't help with images of people yet.",
                    "I can't process this file.",
                    "I'm sorry, but without the image provided",
                    "Cannot determine the answer");
    private static final Pattern STRIPPED = Pattern.compile("[.()\\[\\],:;!*#{}]");
    private static final Pattern ANSWER_IS =
            Pattern.compile(
                    "(?:correct\\s+)?answer\\s+is\\s+\\**([ABCD])\\**",
                    Pattern.CASE_INSENSITIVE
                            | Pattern.UNICODE_CASE
                            | Pattern.UNICODE_CHARACTER_CLASS);

    /// From the end, the words among which a lone letter counts.
    private static final int LAST_WORDS = 4;

    private final RuleId id;
    private final boolean recent;

    private VlmEvalKitChoice(String name, boolean recent) {
        this.id = RuleId.first(name);
        this.recent = recent;
    }

    static VlmEvalKitChoice of2026() {
        return new VlmEvalKitChoice("vk-2026", true);
    }

    static VlmEvalKitChoice of2024() {
        return new VlmEvalKitChoice("vk-2024", false);
    }

    @Override
    public RuleId id() {
        return id;
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        return letter(response, options).or(() -> text(response, options));
    }

    private Optional<String> letter(String response, Options options) {
        if (response.contains(FAILED)) {
            return Optional.empty();
        }
        if (REFUSALS.stream().anyMatch(response::contains)) {
            return Optional.of(REFUSED);
        }
        List<String> words = PythonText.words(STRIPPED.matcher(response).replaceAll(" "));
        List<String> found = options.letters().stream().filter(words::contains).toList();
        if (found.size() == 1) {
            int place = words.indexOf(found.getFirst());
            if (!recent || place >= words.size() - LAST_WORDS) {
                return Optional.of(found.getFirst());
            }
        } else if (found.isEmpty() && words.contains(REFUSED)) {
            return Optional.of(REFUSED);
        }
        return recent ? declared(response, options) : Optional.empty();
    }

    private static Optional<String> declared(String response, Options options) {
        var matcher = ANSWER_IS.matcher(response);
        return matcher.find()
                ? Optional.of(matcher.group(1).toUpperCase(Locale.ROOT)).filter(options::has)
                : Optional.empty();
    }

    /// The only option whose text the response holds.
    private Optional<String> text(String response, Options options) {
        int longest = options.list().stream().mapToInt(o -> PythonText.length(o.text())).sum() * 2;
        boolean tooLong = PythonText.length(response.toLowerCase(Locale.ROOT)) > longest;
        return recent && tooLong ? Optional.empty() : options.onlyTextIn(response);
    }
}
