package dev.glimpse.http.fault;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request is not answered; the client is told why.
public final class RequestException extends ServiceException {
    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final @Nullable String param;

    /// A fault of the request as a whole.
    public RequestException(ErrorType type, String message) {
        super(message);
        this.type = type;
        this.param = null;
    }

    /// A fault of one field or part.
    ///
    /// @param param its name, as `question` or `images[1]`
    public RequestException(ErrorType type, String param, String message) {
        super(message);
        this.type = type;
        this.param = param;
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
}
