package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.fault.ServiceException;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.fault.QueueFullException;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.fault.VisionException;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.util.Optional;

/// The one place where exceptions become replies. Clients see the messages of faults that are
/// theirs; of others they see no more than the request's id.
public final class ErrorMapping {
    private static final String INTERNAL =
            "something went wrong on the server; its log has the details under this request's id";

    private ErrorMapping() {}

    public static ErrorReply reply(Throwable failure) {
        return switch (failure) {
            case ServiceException e -> service(e);
            case ModelException e -> model(e);
            case VisionException e -> vision(e);
            case HttpResponseException e -> route(e);
            default -> ErrorReply.of(ErrorType.INTERNAL, INTERNAL);
        };
    }

    private static ErrorReply service(ServiceException failure) {
        return switch (failure) {
            case RequestException e ->
                    new ErrorReply(e.type(), message(e), e.param(), e.retryAfter());
            case ServerStartException _ -> ErrorReply.of(ErrorType.INTERNAL, INTERNAL);
        };
    }

    private static ErrorReply model(ModelException failure) {
        return switch (failure) {
            case InvalidRequestException e -> ErrorReply.of(ErrorType.INVALID_REQUEST, message(e));
            case PromptTooLongException e -> ErrorReply.of(ErrorType.PROMPT_TOO_LONG, message(e));
            case QueueFullException e ->
                    new ErrorReply(
                            ErrorType.QUEUE_FULL,
                            message(e),
                            Optional.empty(),
                            Optional.of(e.expectedWait()));
            case ModelClosedException _ -> ErrorReply.of(ErrorType.UNAVAILABLE, SHUTTING_DOWN);
            case GenerationFailedException _ -> ErrorReply.of(ErrorType.INTERNAL, INTERNAL);
            case ModelLoadException _ -> ErrorReply.of(ErrorType.INTERNAL, INTERNAL);
        };
    }

    private static ErrorReply vision(VisionException failure) {
        return switch (failure) {
            case ImageException e -> ErrorReply.of(image(e.kind()), message(e));
            case EncoderException _ -> ErrorReply.of(ErrorType.INTERNAL, INTERNAL);
        };
    }

    private static ErrorType image(ImageException.Kind kind) {
        return switch (kind) {
            case DAMAGED -> ErrorType.INVALID_IMAGE;
            case UNSUPPORTED -> ErrorType.UNSUPPORTED_IMAGE;
            case TOO_LARGE -> ErrorType.IMAGE_TOO_LARGE;
        };
    }

    /// What a server that closes tells its clients.
    public static final String SHUTTING_DOWN =
            "the server is shutting down; try again when it is back";

    private static ErrorReply route(HttpResponseException failure) {
        return switch (failure) {
            case NotFoundResponse _ ->
                    ErrorReply.of(
                            ErrorType.NOT_FOUND,
                            "there is nothing here; POST /v1/vqa and /v1/chat/completions answer"
                                    + " questions, GET / is a page to ask them on");
            case MethodNotAllowedResponse e ->
                    ErrorReply.of(
                            ErrorType.METHOD_NOT_ALLOWED,
                            "this method is not allowed here; allowed: " + allowed(e));
            default -> ErrorReply.of(ErrorType.INTERNAL, INTERNAL);
        };
    }

    /// The methods that a path takes, for the `Allow` header.
    static String allowed(MethodNotAllowedResponse failure) {
        return String.join(", ", failure.getDetails().values());
    }

    private static String message(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
