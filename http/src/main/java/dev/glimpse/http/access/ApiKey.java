package dev.glimpse.http.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A key as it is kept: its digest, never itself. Keys are random and long, so a plain SHA-256
/// tells nobody what they are; a slow hash would be for passwords.
///
/// @param name whose it is, for logs: 1 to 64 letters, digits, dots, dashes, underscores
/// @param digest SHA-256 of the key in UTF-8, in lower-case hex
/// @param rate how often it may ask
/// @param concurrent how many requests it may have under way
public record ApiKey(
        String name, String digest, Optional<RequestRate> rate, OptionalInt concurrent) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int RANDOM_BYTES = 32;
    private static final int MAX_CONCURRENT = 1_000_000;

    public ApiKey {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name '"
                            + name
                            + "' is not allowed: 1 to 64 letters, digits, dots, dashes,"
                            + " underscores");
        }
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "'" + digest + "' is not a SHA-256: 64 hexadecimal digits, in lower case");
        }
        concurrent.ifPresent(count -> {
            if (count < 1 || count > MAX_CONCURRENT) {
                throw new IllegalArgumentException(
                        "concurrent is " + count + "; allowed: 1 to " + MAX_CONCURRENT);
            }
        });
    }

    /// Draws a key of 256 random bits, as `glimpse-` and 43 characters.
    public static String draw() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "glimpse-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is kept of a key.
    public static ApiKey of(
            String name, String key, Optional<RequestRate> rate, OptionalInt concurrent) {
        return new ApiKey(name, HexFormat.of().formatHex(sha256(key)), rate, concurrent);
    }

    /// Its line in a file, as [ApiKeyFile] reads it.
    public String line() {
        return ApiKeyFile.DIGEST_PREFIX
                + digest
                + " "
                + name
                + rate.map(value -> " rate=" + value).orElse("")
                + (concurrent.isPresent() ? " concurrent=" + concurrent.getAsInt() : "");
    }

    /// Whether a key's digest is this one's, in a time that does not depend on where they differ.
    boolean hasDigest(byte[] other) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(digest), other);
    }

    static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
