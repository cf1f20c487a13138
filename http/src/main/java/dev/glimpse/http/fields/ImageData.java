package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Image files in JSON: base64 (RFC 4648, section 4) or data URIs (RFC 2397) of it. Line breaks and
/// spaces within are passed over, since many programs write base64 in lines.
public final class ImageData {
    private static final int MAX_HEADER_CHARS = 256;
    private static final String WHITE = " \t\r\n";

    private static final Pattern HEADER_END =
            Pattern.compile(";\\s*base64\\s*$", Pattern.CASE_INSENSITIVE);

    /// The beginning of a URL; base64 has no colon.
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{1,20}):");

    private ImageData() {}

    /// Reads one image.
    ///
    /// @param param where the text stands, for messages: `images[1]`
    /// @throws RequestException if it is neither
    public static byte[] decode(String param, String text) {
        String data = text.stripTrailing();
        int begin = data.length() - data.stripLeading().length();
        int start = scheme(data, begin, "data:") ? afterHeader(param, data, begin) : begin;
        Matcher scheme = SCHEME.matcher(data).region(begin, data.length());
        if (start == begin && scheme.lookingAt()) {
            throw invalid(
                    param,
                    param
                            + " is a URL with "
                            + scheme.group()
                            + ", and such URLs are not fetched; send base64 or a data URI");
        }
        if (start == data.length()) {
            throw invalid(param, param + " is empty; send base64 or a data URI");
        }
        boolean lines = checkAlphabet(param, data, start);
        Base64.Decoder decoder = lines ? Base64.getMimeDecoder() : Base64.getDecoder();
        try {
            return decoder.decode(data.substring(start).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw invalid(param, param + " is not valid base64: " + e.getMessage());
        }
    }

    /// Whether it is where an image is, not the image.
    static boolean isUrl(String text) {
        return scheme(text, 0, "http:") || scheme(text, 0, "https:");
    }

    private static boolean scheme(String text, int begin, String scheme) {
        return text.regionMatches(true, begin, scheme, 0, scheme.length());
    }

    private static int afterHeader(String param, String text, int begin) {
        int end = Math.min(text.length(), begin + MAX_HEADER_CHARS);
        int comma = text.substring(0, end).indexOf(',', begin);
        if (comma < 0) {
            throw invalid(
                    param,
                    param + " is a data URI without a comma; expected data:image/png;base64,...");
        }
        if (!HEADER_END.matcher(text.substring(begin, comma)).find()) {
            throw invalid(
                    param,
                    param
                            + " is a data URI that is not base64; expected"
                            + " data:image/png;base64,...");
        }
        return comma + 1;
    }

    /// @return whether there is white space in it
    private static boolean checkAlphabet(String param, String text, int start) {
        boolean white = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean known =
                    (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || c == '+'
                            || c == '/'
                            || c == '=';
            if (!known && WHITE.indexOf(c) < 0) {
                throw invalid(param, param + " is not valid base64: " + foreign(c, i));
            }
            white |= !known;
        }
        return white;
    }

    private static String foreign(char c, int offset) {
        String shown =
                c > ' ' && c < 0x7F ? "'" + c + "'" : String.format(Locale.ROOT, "U+%04X", (int) c);
        String advice =
                c == '-' || c == '_'
                        ? "; it is the alphabet for URLs, send the standard one with + and /"
                        : "";
        return "character " + shown + " at offset " + offset + " is not of its alphabet" + advice;
    }
}
