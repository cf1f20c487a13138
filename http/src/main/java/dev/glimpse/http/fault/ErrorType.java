package dev.glimpse.http.fault;

import java.util.Locale;

/// Why a request is not answered, with the HTTP status that says so.
public enum ErrorType {
    /// The body is not JSON.
    INVALID_JSON(400),
    /// A field is missing, unknown or has a value that is not allowed.
    INVALID_REQUEST(400),
    /// An image is damaged.
    INVALID_IMAGE(400),
    /// An image, or all of a request together, are beyond a limit: bytes, pixels, sides, tokens.
    IMAGE_TOO_LARGE(413),
    /// An image is of a format or variant that is not read.
    UNSUPPORTED_IMAGE(415),
    /// The prompt does not fit the model's context. 400 rather than 413: no byte limit is exceeded,
    /// and OpenAI clients expect it.
    PROMPT_TOO_LONG(400),
    /// There is no API key, or one that is not known.
    UNAUTHORIZED(401),
    /// There is nothing at this path.
    NOT_FOUND(404),
    /// The path is right, the method is not.
    METHOD_NOT_ALLOWED(405),
    /// The client took too long to send its request.
    REQUEST_TIMEOUT(408),
    /// The body has more bytes than a request may have.
    REQUEST_TOO_LARGE(413),
    /// The body is of a type that the path does not take.
    UNSUPPORTED_MEDIA_TYPE(415),
    /// As many requests wait as may; try again later.
    QUEUE_FULL(429),
    /// An API key asks more than it may.
    RATE_LIMITED(429),
    /// The client went away before its answer was complete. Seen in the log alone.
    CLIENT_CLOSED(499),
    /// Something broke here; the log has it under the request's id.
    INTERNAL(500),
    /// The server is shutting down.
    UNAVAILABLE(503),
    /// The answer was not complete within the request's time.
    DEADLINE_EXCEEDED(504);

    private final int status;

    ErrorType(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /// The name in error bodies: `invalid_request`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
