package dev.glimpse.http.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.fault.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Damaged bodies. The seeds are the same each time; `glimpse.fuzz.seed` gives others, or that of a
/// failure, and `glimpse.fuzz.cases` another number of cases.
public final class Fuzz {
    private static final int CHANGES = 3;
    private static final int MOST_CUT = 40;
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
                    "\"content\"",
                    "\"image_url\"",
                    "\r\n",
                    "--",
                    "; name=",
                    "Content-Disposition:",
                    "\u0000",
                    "\u00ff",
                    "=",
                    "%",
                    " ");

    /// What may stand where something else is expected.
    private static final List<JsonNode> VALUES =
            Stream.of(
                            "null",
                            "true",
                            "-1",
                            "0",
                            "1.5",
                            "1e300",
                            "99999999999999999999",
                            "\"\"",
                            "\"x\"",
                            "\"" + "long ".repeat(2_000) + "\"",
                            "\"data:image/png;base64,\"",
                            "\"\\ud800\"",
                            "[]",
                            "[[]]",
                            "[null]",
                            "[\"a\", \"a\"]",
                            "{}",
                            "{\"type\": \"object\"}",
                            "{\"a\": {\"b\": []}}")
                    .map(JsonMapper.shared()::readTree)
                    .toList();

    private Fuzz() {}

    public static long seed() {
        return Long.getLong("glimpse.fuzz.seed", 20_261_128);
    }

    /// How many cases there are, unless the property says another number.
    public static int cases(int usual) {
        return Integer.getInteger("glimpse.fuzz.cases", usual);
    }

    /// Has damaged bodies read: each is, or is refused with a message; nothing else is thrown.
    ///
    /// @param sound a body that is read
    public static void read(byte[] sound, Function<byte[], ?> reader) {
        assertThat(reader.apply(sound.clone())).isNotNull();
        long seed = seed();
        var random = new Random(seed);
        int cases = cases(5_000);
        int refused = 0;
        for (int i = 0; i < cases; i++) {
            byte[] damaged = damage(sound, random);
            try {
                assertThat(reader.apply(damaged.clone())).isNotNull();
            } catch (RequestException e) {
                assertThat(e).hasMessageMatching("(?s).{5,800}");
                refused++;
            } catch (RuntimeException | Error e) {
                String body = new String(damaged, ISO_8859_1);
                throw new AssertionError(
                        "glimpse.fuzz.seed=" + seed + ", case " + i + ": " + body, e);
            }
        }
        assertThat(refused).as("seed %s", seed).isBetween(cases / 4, cases - 1);
    }

    /// A body with a few bytes cut, put in or replaced.
    public static byte[] damage(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int change = random.nextInt(CHANGES); change >= 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            bytes =
                    switch (random.nextInt(4)) {
                        case 0 -> Arrays.copyOf(bytes, Math.max(1, at));
                        case 1 -> splice(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
                        case 2 -> {
                            int end = Math.min(bytes.length, at + random.nextInt(MOST_CUT));
                            yield splice(bytes, at, end, new byte[0]);
                        }
                        default -> {
                            String token = TOKENS.get(random.nextInt(TOKENS.size()));
                            yield splice(bytes, at, at, token.getBytes(UTF_8));
                        }
                    };
        }
        return bytes;
    }

    /// The same JSON with one value, somewhere in it, replaced or removed.
    public static JsonNode damageTree(JsonNode sound, Random random) {
        JsonNode damaged = sound.deepCopy();
        JsonNode at = damaged;
        while (true) {
            List<JsonNode> deeper =
                    at.valueStream()
                            .filter(child -> child.isContainer() && !child.isEmpty())
                            .toList();
            if (deeper.isEmpty() || random.nextInt(3) == 0) {
                break;
            }
            at = deeper.get(random.nextInt(deeper.size()));
        }
        JsonNode value = VALUES.get(random.nextInt(VALUES.size())).deepCopy();
        switch (at) {
            case ObjectNode object -> {
                List<String> names = List.copyOf(object.propertyNames());
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(6) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            }
            case ArrayNode array -> array.set(random.nextInt(array.size()), value);
            default -> throw new IllegalArgumentException("not a container: " + sound);
        }
        return damaged;
    }

    /// A file of the same length with some bytes changed, most of them near its beginning, or cut.
    public static byte[] damageFile(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        int reach = random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length;
        for (int change = 1 + random.nextInt(8); change > 0; change--) {
            int at = random.nextInt(reach);
            bytes[at] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                        case 1 -> (byte) random.nextInt(256);
                        default -> (byte) (random.nextBoolean() ? 0xFF : 0);
                    };
        }
        boolean cut = random.nextInt(8) == 0;
        return cut ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }
}
