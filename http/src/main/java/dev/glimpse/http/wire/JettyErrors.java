package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Writes the errors that Jetty finds before any route is asked - a request that is not HTTP,
/// headers that are too long - in the form of all others.
public final class JettyErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String id = RequestTrace.of(request).id();
        ResponseHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put(RequestTrace.HEADER, id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        ErrorForm form = ErrorForm.of(request.getHttpURI().getPath());
        ErrorReply reply = reply(request, status);
        reply.retryHeader()
                .ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
        byte[] body = Json.bytes(reply.toJson(id, form));
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static ErrorReply reply(Request request, int status) {
        if (status == ErrorType.UNAVAILABLE.status()) {
            return ErrorReply.of(ErrorType.UNAVAILABLE, ErrorMapping.SHUTTING_DOWN);
        }
        if (status >= 500) {
            return ErrorMapping.reply(new IllegalStateException());
        }
        @Nullable Object message = request.getAttribute(ERROR_MESSAGE);
        return ErrorReply.of(
                ErrorType.INVALID_REQUEST,
                "the request is not valid HTTP: " + (message == null ? status : message));
    }
}
