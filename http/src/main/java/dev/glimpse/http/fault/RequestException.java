package dev.glimpse.http.fault;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request is not answered; the client is told why.
public final class RequestException extends ServiceException {
    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final @Nullable String param;
    private final @Nullable Duration retryAfter;

    private RequestException(
            ErrorType type, String message, @Nullable String param, @Nullable Duration retryAfter) {
        super(message);
        this.type = type;
        this.param = param;
        this.retryAfter = retryAfter;
    }

    /// A fault of the request as a whole.
    public RequestException(ErrorType type, String message) {
        this(type, message, null, null);
    }

    /// A fault of one field or part.
    ///
    /// @param param its name, as `question` or `images[1]`
    public RequestException(ErrorType type, String param, String message) {
        this(type, message, param, null);
    }

    /// A refusal for now.
    ///
    /// @param retryAfter when the client may try again
    public static RequestException later(ErrorType type, String message, Duration retryAfter) {
        return new RequestException(type, message, null, retryAfter);
    }

    /// A field with a value that is not allowed.
    public static RequestException invalid(String param, String message) {
        return new RequestException(ErrorType.INVALID_REQUEST, param, message);
    }

    public ErrorType type() {
        return type;
    }

    /// The field or part at fault, if it is one.
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    /// When to try again, if that is known.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
