package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Wrong values in the place of right ones: the edges of each type, the neighbours of what is
/// there, and names that mean something else to llama.cpp.
final class OtherValues {
    private OtherValues() {}

    static GgufValue other(GgufValue value, SplittableRandom random) {
        return switch (value) {
            case GgufValue.Int(GgufType type, long number) ->
                    new GgufValue.Int(type, otherNumber(number, random));
            case GgufValue.Real(GgufType type, double number) ->
                    new GgufValue.Real(type, otherReal(number, random));
            case GgufValue.Bool(boolean flag) ->
                    random.nextInt(4) == 0
                            ? new GgufValue.Int(GgufType.U32, 1)
                            : new GgufValue.Bool(!flag);
            case GgufValue.Text(String text) -> new GgufValue.Text(otherText(text, random));
            case GgufValue.Array(GgufType type, List<GgufValue> values) -> {
                var changed = new ArrayList<>(values);
                switch (random.nextInt(3)) {
                    case 0 -> changed.removeLast();
                    case 1 -> changed.clear();
                    default -> {
                        int at = random.nextInt(changed.size());
                        changed.set(at, other(changed.get(at), random));
                    }
                }
                yield new GgufValue.Array(type, changed);
            }
        };
    }

    static long otherNumber(long number, SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Integer.MAX_VALUE;
            case 3 -> number + 1;
            case 4 -> number - 1;
            case 5 -> number * 2;
            case 6 -> number / 2;
            case 7 -> number * 3;
            case 8 -> 1;
            case 9 -> 1L << random.nextInt(32);
            case 10 -> random.nextInt(64);
            default -> random.nextInt();
        };
    }

    private static double otherReal(double number, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Double.NaN;
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> -number;
            case 4 -> 1e38;
            case 5 -> 1e-38;
            case 6 -> -1;
            default -> Float.intBitsToFloat(random.nextInt());
        };
    }

    static String otherText(String text, SplittableRandom random) {
        var others =
                List.of(
                        "",
                        "llama",
                        "gpt2",
                        "bert",
                        "t5",
                        "rwkv",
                        "none",
                        "qwen2",
                        "mlp",
                        "resampler",
                        "merger",
                        "minicpmv4_6",
                        "gemma3",
                        "idefics3",
                        "clip",
                        "phi3",
                        "yarn",
                        "\0",
                        "x".repeat(70_000),
                        "plamo2",
                        "no_vocab");
        if (random.nextInt(3) > 0 || text.isEmpty()) {
            return others.get(random.nextInt(others.size()));
        }
        int at = random.nextInt(text.length());
        return random.nextBoolean()
                ? text.substring(0, at)
                : text.substring(0, at) + (char) random.nextInt(0xD800) + text.substring(at + 1);
    }
}
