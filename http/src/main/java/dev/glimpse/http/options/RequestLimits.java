package dev.glimpse.http.options;

import java.time.Duration;

/// What a request may have and take.
///
/// @param maxBytes size of its body
/// @param maxImages how many images; the model has a limit of its own
/// @param maxTextChars length of a question, or of a conversation's texts together, in UTF-16 units
/// @param receiveTimeout how long a client may take to send the body
/// @param deadline how long it may take in all, from its first byte to its answer's last; a request
///   may ask for less
public record RequestLimits(
        long maxBytes,
        int maxImages,
        int maxTextChars,
        Duration receiveTimeout,
        Duration deadline) {

    /// 64 MiB, 16 images, 65,536 characters, a minute to send it, and ten until it is answered,
    /// after which clients of OpenAI's API give up as well.
    public static final RequestLimits DEFAULT =
            new RequestLimits(
                    64L << 20, 16, 65_536, Duration.ofSeconds(60), Duration.ofMinutes(10));

    private static final long MAX_BODY = 1L << 30;

    public RequestLimits {
        Allowed.require(
                maxBytes >= 1 && maxBytes <= MAX_BODY, "maxBytes", maxBytes, "1 to " + MAX_BODY);
        Allowed.require(maxImages >= 1, "maxImages", maxImages, "1 or more");
        Allowed.require(maxTextChars >= 1, "maxTextChars", maxTextChars, "1 or more");
        Allowed.require(
                receiveTimeout.isPositive(), "receiveTimeout", receiveTimeout, "above zero");
        Allowed.require(deadline.isPositive(), "deadline", deadline, "above zero");
    }

    public RequestLimits withMaxBytes(long value) {
        return new RequestLimits(value, maxImages, maxTextChars, receiveTimeout, deadline);
    }

    public RequestLimits withMaxImages(int value) {
        return new RequestLimits(maxBytes, value, maxTextChars, receiveTimeout, deadline);
    }

    public RequestLimits withMaxTextChars(int value) {
        return new RequestLimits(maxBytes, maxImages, value, receiveTimeout, deadline);
    }

    public RequestLimits withReceiveTimeout(Duration value) {
        return new RequestLimits(maxBytes, maxImages, maxTextChars, value, deadline);
    }

    public RequestLimits withDeadline(Duration value) {
        return new RequestLimits(maxBytes, maxImages, maxTextChars, receiveTimeout, value);
    }
}
