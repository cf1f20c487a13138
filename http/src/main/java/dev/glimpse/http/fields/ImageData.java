package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Image files in JSON: base64 (RFC 4648, section 4) or data URIs (RFC 2397) of it.
public final class ImageData {
    private static final int MAX_HEADER_CHARS = 256;

    private ImageData() {}

    /// Reads one image.
    ///
    /// @param param where the text stands, for messages: `images[1]`
    /// @throws RequestException if it is neither
    public static byte[] decode(String param, String text) {
        int start = scheme(text, "data:") ? afterHeader(param, text) : 0;
        if (scheme(text, "file:")) {
            throw invalid(
                    param,
                    param
                            + " is the URL of a file, and such URLs are not fetched; send base64 or"
                            + " a data URI");
        }
        if (start == text.length()) {
            throw invalid(param, param + " is empty; send base64 or a data URI");
        }
        checkAlphabet(param, text, start);
        try {
            return Base64.getDecoder()
                    .decode(text.substring(start).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw invalid(param, param + " is not valid base64: " + e.getMessage());
        }
    }

    /// Whether it is where an image is, not the image.
    static boolean isUrl(String text) {
        return scheme(text, "http:") || scheme(text, "https:");
    }

    private static boolean scheme(String text, String scheme) {
        return text.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static int afterHeader(String param, String text) {
        int comma = text.substring(0, Math.min(text.length(), MAX_HEADER_CHARS)).indexOf(',');
        if (comma < 0) {
            throw invalid(
                    param,
                    param + " is a data URI without a comma; expected data:image/png;base64,...");
        }
        if (!text.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            throw invalid(
                    param,
                    param
                            + " is a data URI that is not base64; expected"
                            + " data:image/png;base64,...");
        }
        return comma + 1;
    }

    private static void checkAlphabet(String param, String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean known =
                    (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || c == '+'
                            || c == '/'
                            || c == '=';
            if (!known) {
                throw invalid(
                        param,
                        param
                                + " is not valid base64: character "
                                + (c > ' ' && c < 0x7F
                                        ? "'" + c + "'"
                                        : String.format(Locale.ROOT, "U+%04X", (int) c))
                                + " at offset "
                                + i
                                + " is not of its alphabet");
            }
        }
    }
}
