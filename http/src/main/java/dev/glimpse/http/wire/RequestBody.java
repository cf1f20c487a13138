package dev.glimpse.http.wire;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/// A request's body in memory, counted against a [BodyBudget] until it is closed. Nothing is ever
/// written to a temporary file. Confined to one thread.
public final class RequestBody implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final BodyBudget budget;
    private byte[] bytes = new byte[0];
    private int size;
    private long counted;

    private RequestBody(BodyBudget budget) {
        this.budget = budget;
    }

    /// Limits on each body.
    ///
    /// @param maxBytes its size
    /// @param timeout how long it may take to arrive
    public record Limits(long maxBytes, Duration timeout) {}

    /// Reads bodies within limits that hold for all of them.
    ///
    /// @param limits on each
    /// @param budget of all together
    public record Reader(Limits limits, BodyBudget budget) {

        /// Reads all of a request's body.
        ///
        /// @throws RequestException as [RequestBody#read] does
        @MustBeClosed
        @SuppressWarnings("MustBeClosed") // the caller gets it
        public RequestBody read(HttpServletRequest request) {
            return RequestBody.read(request, limits, budget);
        }
    }

    /// Reads all of the body.
    ///
    /// @throws RequestException if it is too large or too slow, ends early, or if other requests'
    ///   bodies leave no memory for it
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller gets it
    public static RequestBody read(HttpServletRequest request, Limits limits, BodyBudget budget) {
        if (request.getContentLengthLong() > limits.maxBytes()) {
            throw tooLarge(request.getContentLengthLong() + " bytes", limits);
        }
        var body = new RequestBody(budget);
        try {
            body.fill(request, limits);
            return body;
        } catch (IOException e) {
            body.close();
            throw interrupted(e, limits);
        } catch (RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    /// The bytes, not copied.
    public byte[] bytes() {
        return bytes;
    }

    /// Lets go of the bytes once they are read into something else, which the budget goes on to
    /// count until this is closed.
    public void discard() {
        bytes = new byte[0];
    }

    @Override
    public void close() {
        budget.release(counted);
        counted = 0;
        discard();
    }

    private void fill(HttpServletRequest request, Limits limits) throws IOException {
        long deadline = System.nanoTime() + limits.timeout().toNanos();
        ensureRoom((int) Math.max(request.getContentLengthLong(), CHUNK));
        InputStream in = request.getInputStream();
        while (true) {
            if (size == bytes.length) {
                ensureRoom((int) Math.min(2L * size, limits.maxBytes() + 1));
            }
            int count = in.read(bytes, size, bytes.length - size);
            if (count < 0) {
                break;
            }
            size += count;
            if (size > limits.maxBytes()) {
                throw tooLarge("more than " + limits.maxBytes() + " bytes", limits);
            }
            if (System.nanoTime() - deadline > 0) {
                throw tooSlow(limits);
            }
        }
        if (size < bytes.length) {
            bytes = Arrays.copyOf(bytes, size);
        }
    }

    private void ensureRoom(int capacity) {
        long more = capacity - counted;
        budget.reserve(more);
        counted += more;
        bytes = Arrays.copyOf(bytes, capacity);
    }

    private static RequestException tooLarge(String found, Limits limits) {
        return new RequestException(
                ErrorType.REQUEST_TOO_LARGE,
                "the request has "
                        + found
                        + "; at most "
                        + limits.maxBytes()
                        + " are allowed. Send fewer or smaller images");
    }

    private static RequestException tooSlow(Limits limits) {
        return new RequestException(
                ErrorType.REQUEST_TIMEOUT,
                "the request did not arrive within " + limits.timeout().toMillis() + " ms");
    }

    private static RequestException interrupted(IOException failure, Limits limits) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return tooSlow(limits);
            }
        }
        return new RequestException(
                ErrorType.INVALID_REQUEST, "the request ended before its body was complete");
    }
}
