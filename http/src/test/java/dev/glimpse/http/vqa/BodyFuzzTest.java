package dev.glimpse.http.vqa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.wire.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Thousands of damaged bodies: each is read or refused, and nothing else is thrown.
class BodyFuzzTest {
    private static final int ROUNDS = 10_000;
    private static final byte[] IMAGE = Images.plain(8, 8, 0xE01010);
    private static final List<String> TOKENS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "null",
                    "true",
                    "-0",
                    "1e400",
                    "9".repeat(30),
                    "\"images\"",
                    "\"question\"",
                    "\"stop\"",
                    "\r\n",
                    "--",
                    "; name=",
                    "Content-Disposition:",
                    "\u0000",
                    "\u00ff",
                    "=",
                    "%",
                    " ");

    private final VqaBody body = new VqaBody(new ContentLimits(4, 200));

    @Test
    void damagedJsonIsReadOrRefused() {
        byte[] sound =
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Service.question(IMAGE, "What is this?")
                                        .put("temperature", 0.5)
                                        .put("max_tokens", 12)
                                        .put("stream", true));
        fuzz(MediaType.parse("application/json"), sound);
    }

    @Test
    void damagedFormsAreReadOrRefused() {
        Form sound =
                new Form()
                        .file("image", IMAGE)
                        .text("question", "What is this?")
                        .text("temperature", "0.5")
                        .text("stop", ".");
        fuzz(MediaType.parse(sound.contentType()), sound.bytes());
    }

    private void fuzz(MediaType type, byte[] sound) {
        assertThat(body.read(type, sound).asked()).isNotEmpty();
        long seed = System.nanoTime();
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = damage(sound, random);
            try {
                assertThat(body.read(type, damaged).asked()).isNotEmpty();
            } catch (RequestException e) {
                assertThat(e).hasMessageMatching("(?s).{5,600}");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + ", round " + i + ": " + new String(damaged, ISO_8859_1),
                        e);
            }
        }
        assertThat(refused).as("seed %s", seed).isBetween(ROUNDS / 4, ROUNDS - 1);
    }

    private static byte[] damage(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            bytes =
                    switch (random.nextInt(4)) {
                        case 0 -> Arrays.copyOf(bytes, Math.max(1, at));
                        case 1 -> splice(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
                        case 2 -> {
                            int end = Math.min(bytes.length, at + random.nextInt(40));
                            yield splice(bytes, at, end, new byte[0]);
                        }
                        default -> {
                            String token = TOKENS.get(random.nextInt(TOKENS.size()));
                            yield splice(bytes, at, at, token.getBytes(UTF_8));
                        }
                    };
            if (bytes.length == 0) {
                return bytes;
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }
}
