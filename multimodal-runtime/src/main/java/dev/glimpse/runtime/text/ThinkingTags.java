package dev.glimpse.runtime.text;

/// How a model marks what it thinks aloud.
///
/// @param begin how the begin is written
/// @param end how the end is written
/// @param beginToken the token of the begin if that has no text of its own; else -1
/// @param endToken the token of the end if that has no text of its own; else -1
public record ThinkingTags(String begin, String end, int beginToken, int endToken) {
    /// What models of Qwen, DeepSeek and MiniCPM write.
    public static final String BEGIN = "<think>";

    public static final String END = "</think>";

    /// The tag that a token without text stands for; empty for all others.
    public String written(int token) {
        return token < 0 ? "" : token == beginToken ? begin : token == endToken ? end : "";
    }
}
