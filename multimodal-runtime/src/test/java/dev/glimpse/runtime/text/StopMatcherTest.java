package dev.glimpse.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StopMatcherTest {
    @Test
    void withoutStopsAllTextPassesAtOnce() {
        var matcher = new StopMatcher(List.of());
        assertThat(matcher.feed("a cat")).isEqualTo("a cat");
        assertThat(matcher.flush()).isEmpty();
        assertThat(matcher.matched()).isEmpty();
    }

    @Test
    void aBeginOfAStopIsHeldBack() {
        var matcher = new StopMatcher(List.of("\nUser:"));
        assertThat(matcher.feed("yes\nUs")).isEqualTo("yes");
        assertThat(matcher.feed("eless")).isEqualTo("\nUseless");
        assertThat(matcher.feed("\n")).isEmpty();
        assertThat(matcher.flush()).isEqualTo("\n");
    }

    @Test
    void theAnswerEndsBeforeTheStop() {
        var matcher = new StopMatcher(List.of("END"));
        assertThat(matcher.feed("one E")).isEqualTo("one ");
        assertThat(matcher.feed("ND two")).isEmpty();
        assertThat(matcher.matched()).contains("END");
        assertThat(matcher.feed("three")).isEmpty();
        assertThat(matcher.flush()).isEmpty();
    }

    @Test
    void aStopThatOverlapsItselfIsFound() {
        var matcher = new StopMatcher(List.of("aab"));
        assertThat(matcher.feed("aaa")).isEqualTo("a");
        assertThat(matcher.feed("b")).isEmpty();
        assertThat(matcher.matched()).contains("aab");
    }

    @Test
    void theStopThatIsCompleteFirstWins() {
        assertThat(run(List.of("abcd", "bc"), "xabcd", 5)).isEqualTo(new Cut("xa", "bc"));
        assertThat(run(List.of("abcd", "bc"), "xabcd", 1)).isEqualTo(new Cut("xa", "bc"));
        assertThat(run(List.of("bc", "abc"), "xabcd", 5)).isEqualTo(new Cut("x", "abc"));
        assertThat(run(List.of("abc", "ab"), "xabcd", 5)).isEqualTo(new Cut("x", "ab"));
    }

    @Test
    void aPairOfSurrogatesIsNotCut() {
        var matcher = new StopMatcher(List.of("😀"));
        assertThat(matcher.feed("😁")).isEqualTo("😁");
        assertThat(matcher.feed("x😀")).isEqualTo("x");
        assertThat(matcher.matched()).contains("😀");
    }

    @Test
    void aStopHasWholeCharacters() {
        assertThatThrownBy(() -> new StopMatcher(List.of("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> new StopMatcher(List.of("\uD83D")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    @RepeatedTest(500)
    void streamedEqualsSearchedAtOnce() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var stops = new ArrayList<String>();
        for (int i = random.nextInt(5); i > 0; i--) {
            stops.add(randomText(random, 1 + random.nextInt(5)));
        }
        var text = randomText(random, random.nextInt(60));
        assertThat(run(stops, text, 1 + random.nextInt(7)))
                .as("seed %d, stops %s, text %s", seed, stops, text)
                .isEqualTo(search(stops, text));
    }

    private record Cut(String text, String stop) {}

    private static Cut run(List<String> stops, String text, int pieceLength) {
        var matcher = new StopMatcher(stops);
        var answer = new StringBuilder();
        for (int at = 0; at < text.length(); at += pieceLength) {
            answer.append(
                    matcher.feed(text.substring(at, Math.min(text.length(), at + pieceLength))));
            boolean held = stops.stream().anyMatch(stop -> answer.indexOf(stop) >= 0);
            assertThat(held).as("a stop string was shown").isFalse();
        }
        answer.append(matcher.flush());
        return new Cut(answer.toString(), matcher.matched().orElse(""));
    }

    /// The definition: the shortest begin of the text that ends with a stop, less the longest such.
    private static Cut search(List<String> stops, String text) {
        for (int end = 1; end <= text.length(); end++) {
            var begin = text.substring(0, end);
            Optional<String> stop =
                    stops.stream()
                            .filter(begin::endsWith)
                            .max(Comparator.comparingInt(String::length));
            if (stop.isPresent()) {
                return new Cut(begin.substring(0, end - stop.get().length()), stop.get());
            }
        }
        return new Cut(text, "");
    }

    private static String randomText(Random random, int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
