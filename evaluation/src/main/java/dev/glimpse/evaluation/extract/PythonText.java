package dev.glimpse.evaluation.extract;

import java.util.ArrayList;
import java.util.List;

/// Python's `str` methods where rules depend on what they take for white space.
final class PythonText {
    private PythonText() {}

    /// `text.split()`.
    static List<String> words(String text) {
        var words = new ArrayList<String>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                if (start >= 0) {
                    words.add(text.substring(start, i));
                }
                start = -1;
            } else if (start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    /// `text.strip()`.
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /// `text.strip(character)`.
    static String strip(String text, char character) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == character) {
            start++;
        }
        while (end > start && text.charAt(end - 1) == character) {
            end--;
        }
        return text.substring(start, end);
    }

    /// The text without the characters of `string.punctuation`.
    static String withoutPunctuation(String text) {
        return text.replaceAll("[!-/:-@\\[-`{-~]", "");
    }

    /// `len(text)`: characters, not halves of surrogate pairs.
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// `str.isspace` of one character; all of them lie in the basic plane.
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
