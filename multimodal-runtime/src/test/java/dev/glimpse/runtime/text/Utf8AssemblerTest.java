package dev.glimpse.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8AssemblerTest {
    private final Utf8Assembler assembler = new Utf8Assembler();

    @Test
    void asciiPassesAtOnce() {
        assertThat(assembler.feed(bytes("a cat"))).isEqualTo("a cat");
        assertThat(assembler.flush()).isEmpty();
    }

    @Test
    void aCharacterAppearsWithItsLastByte() {
        assertThat(assembler.feed(hex("f0"))).isEmpty();
        assertThat(assembler.feed(hex("9f98"))).isEmpty();
        assertThat(assembler.feed(hex("8041"))).isEqualTo("😀A");
        assertThat(assembler.flush()).isEmpty();
    }

    @Test
    void anUnfinishedCharacterIsOneReplacementAtTheEnd() {
        assertThat(assembler.feed(hex("e4bd"))).isEmpty();
        assertThat(assembler.flush()).isEqualTo("\uFFFD");
        assertThat(assembler.flush()).isEmpty();
        assertThat(assembler.feed(bytes("你"))).as("a second answer").isEqualTo("你");
    }

    @Test
    void aBrokenCharacterIsReplacedWhenTheNextByteProvesIt() {
        assertThat(assembler.feed(hex("e4bd"))).isEmpty();
        assertThat(assembler.feed(bytes("x"))).isEqualTo("\uFFFDx");
    }

    @ParameterizedTest
    @CsvSource({"80", "ff", "c0", "c1bf", "e080", "eda0", "f08f", "f490", "f5"})
    void whatCanNeverBecomeACharacterIsReplacedAtOnce(String hex) {
        var whole = new String(hex(hex), StandardCharsets.UTF_8);
        assertThat(whole).contains("\uFFFD");
        assertThat(assembler.feed(hex(hex)) + assembler.flush()).isEqualTo(whole);
    }

    @RepeatedTest(200)
    void anyCutGivesWhatDecodingTheWholeGives() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var whole = randomBytes(random);
        var streamed = new StringBuilder();
        for (int at = 0; at < whole.length; ) {
            int next = Math.min(whole.length, at + random.nextInt(4));
            streamed.append(assembler.feed(Arrays.copyOfRange(whole, at, next)));
            at = next;
        }
        streamed.append(assembler.flush());
        assertThat(streamed.toString())
                .as("seed %d", seed)
                .isEqualTo(new String(whole, StandardCharsets.UTF_8));
    }

    /// Characters of every length with some bytes lost, doubled or changed.
    private static byte[] randomBytes(Random random) {
        var text = new StringBuilder();
        int[] limits = {0x80, 0x800, 0xD800, 0x110000};
        for (int i = random.nextInt(40); i > 0; i--) {
            int codePoint = random.nextInt(limits[random.nextInt(4)]);
            text.appendCodePoint(codePoint >>> 11 == 0x1B ? 'x' : codePoint);
        }
        var bytes = bytes(text.toString());
        for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            if (random.nextBoolean()) {
                bytes[at] = (byte) random.nextInt(256);
            } else {
                System.arraycopy(bytes, at, bytes, 0, bytes.length - at);
            }
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
