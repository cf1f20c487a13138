package dev.glimpse.runtime.sampling;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;

/// The settings of sampling that are numbers: their names on the wire (those of llama.cpp's server
/// and of OpenAI), what is allowed, and what they are unless said otherwise. The one place that
/// knows; the service and the command line ask it.
///
/// [SamplingOptions] says in which order they work.
public enum SamplingOption {
    TEMPERATURE("temperature", Range.real(0, 10, "0 to 10"), 0),
    DYNATEMP_RANGE("dynatemp_range", Range.real(0, 10, "0 (off) to 10"), 0),
    DYNATEMP_EXPONENT("dynatemp_exponent", Range.real(0.01, 10, "0.01 to 10"), 1),
    TOP_K(
            "top_k",
            Range.whole(0, Integer.MAX_VALUE, "0 (all tokens) or more, up to " + Integer.MAX_VALUE),
            0),
    TOP_P("top_p", Range.real(Float.MIN_NORMAL, 1, "above 0, at most 1"), 1),
    MIN_P("min_p", Range.real(0, 1, "0 to 1"), 0),
    TYPICAL_P("typical_p", Range.real(Float.MIN_NORMAL, 1, "above 0, at most 1 (off)"), 1),
    TOP_N_SIGMA("top_n_sigma", Range.real(0, 100, "0 (off) to 100"), 0),
    XTC_PROBABILITY("xtc_probability", Range.real(0, 1, "0 (off) to 1"), 0),
    XTC_THRESHOLD("xtc_threshold", Range.real(0, 1, "0 to 1 (off above 0.5)"), 0.1),
    REPETITION_PENALTY("repetition_penalty", Range.real(1, 10, "1 (off) to 10"), 1),
    FREQUENCY_PENALTY("frequency_penalty", Range.real(-2, 2, "-2 to 2 (0 is off)"), 0),
    PRESENCE_PENALTY("presence_penalty", Range.real(-2, 2, "-2 to 2 (0 is off)"), 0),
    REPEAT_LAST_N("repeat_last_n", window(), 64),
    DRY_MULTIPLIER("dry_multiplier", Range.real(0, 100, "0 (off) to 100"), 0),
    DRY_BASE("dry_base", Range.real(1, 10, "1 to 10"), 1.75),
    DRY_ALLOWED_LENGTH(
            "dry_allowed_length",
            Range.whole(1, SamplingOptions.MAX_WINDOW, "1 to " + SamplingOptions.MAX_WINDOW),
            2),
    DRY_PENALTY_LAST_N("dry_penalty_last_n", window(), 64),
    SEED("seed", Range.whole(0, 0xFFFF_FFFEL, "0 to 4294967294"), 0);

    private static final int MAX_SHOWN = 40;

    private final String wireName;
    private final Range range;
    private final double off;

    SamplingOption(String wireName, Range range, double off) {
        this.wireName = wireName;
        this.range = range;
        this.off = off;
    }

    /// @param whole whether only whole numbers are allowed
    /// @param text the range in words
    @Immutable
    private record Range(double least, double most, boolean whole, String text) {
        static Range real(double least, double most, String text) {
            return new Range(least, most, false, text);
        }

        static Range whole(double least, double most, String text) {
            return new Range(least, most, true, text);
        }

        boolean has(double value) {
            return value >= least && value <= most && (!whole || value == Math.rint(value));
        }
    }

    private static Range window() {
        int most = SamplingOptions.MAX_WINDOW;
        return Range.whole(0, most, "0 (off) to " + most);
    }

    /// The option with this name on the wire.
    public static Optional<SamplingOption> named(String wireName) {
        for (SamplingOption option : values()) {
            if (option.wireName.equals(wireName)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /// The name in requests, with underscores.
    public String wireName() {
        return wireName;
    }

    /// Whether only whole numbers are allowed.
    public boolean isWhole() {
        return range.whole();
    }

    /// The value that it has unless another one is set.
    public double standard() {
        return off;
    }

    /// The least value that is allowed.
    public double least() {
        return range.least();
    }

    /// The greatest value that is allowed.
    public double most() {
        return range.most();
    }

    /// What is allowed, in words.
    public String allowed() {
        return range.text();
    }

    /// Checks a value.
    ///
    /// @return the value
    /// @throws IllegalArgumentException beginning with the wire name, with what is allowed
    public double check(double value) {
        if (!range.has(value)) {
            String found = range.whole() ? String.valueOf((long) value) : String.valueOf(value);
            throw new IllegalArgumentException(
                    wireName + " is " + found + "; allowed: " + allowed());
        }
        return value;
    }

    /// Reads and checks a value as people and JSON write it.
    ///
    /// @throws IllegalArgumentException beginning with the wire name, with what is expected
    public double parse(String text) {
        String word = text.strip();
        try {
            double value = range.whole() ? Long.parseLong(word) : Double.parseDouble(word);
            if (Double.isFinite(value)) {
                return check(value);
            }
        } catch (NumberFormatException _) {
            // told below, as are infinite values
        }
        String found = word.length() > MAX_SHOWN ? word.substring(0, MAX_SHOWN) + "…" : word;
        throw new IllegalArgumentException(
                wireName
                        + " is '"
                        + found
                        + "'; expected a "
                        + (range.whole() ? "whole number" : "number"));
    }
}
