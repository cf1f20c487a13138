package dev.glimpse.http.wire;

import com.google.errorprone.annotations.MustBeClosed;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Notices a client that goes away while its answer is being made.
///
/// Jetty does not read an HTTP/1.1 connection while a request is handled, so it learns of a
/// client's end only by writing. This reads instead, as Go's net/http does: the end of the stream
/// means that nobody waits. (A client that closes only its sending half is taken for gone, too.)
/// Bytes that arrive are of the next request; they are handed back to the connection at the end.
///
/// Open it after the body is read, close it before the response is complete. Jetty's selector
/// thread calls back and only sets flags.
public final class ClientWatch implements AutoCloseable {
    private static final int READ_AHEAD = 1024;

    private final AbstractEndPoint endPoint;
    private final Connection connection;
    private final Runnable onGone;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean gone;
    private volatile @Nullable ByteBuffer early;

    private ClientWatch(AbstractEndPoint endPoint, Connection connection, Runnable onGone) {
        this.endPoint = endPoint;
        this.connection = connection;
        this.onGone = onGone;
    }

    /// Starts to watch.
    ///
    /// @param onGone called at most once, on a thread that must not be held up
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller gets it
    public static ClientWatch open(HttpServletRequest request, Runnable onGone) {
        Connection connection =
                ServletContextRequest.getServletContextRequest(request)
                        .getConnectionMetaData()
                        .getConnection();
        if (!(connection.getEndPoint() instanceof AbstractEndPoint endPoint)) {
            throw new IllegalStateException("no socket under " + connection);
        }
        var watch = new ClientWatch(endPoint, connection, onGone);
        if (watch.hasReadAhead() || !endPoint.tryFillInterested(watch.new OnReadable())) {
            watch.ended.countDown();
        }
        return watch;
    }

    /// Whether the client is known to be gone.
    public boolean isGone() {
        return gone;
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        withdraw();
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        ByteBuffer bytes = early;
        if (bytes != null && connection instanceof Connection.UpgradeTo reader) {
            reader.onUpgradeTo(bytes);
        }
    }

    /// Whether the connection holds bytes of a next request already; they stay in it.
    private boolean hasReadAhead() {
        if (!(connection instanceof Connection.UpgradeFrom from)
                || !(connection instanceof Connection.UpgradeTo to)) {
            return true;
        }
        ByteBuffer bytes = from.onUpgradeFrom();
        if (bytes == null) {
            return false;
        }
        to.onUpgradeTo(bytes);
        return true;
    }

    private void withdraw() {
        endPoint.getFillInterest().onFail(new TimeoutException("no longer watched"));
    }

    private void end(boolean clientGone) {
        if (clientGone) {
            gone = true;
            onGone.run();
        }
        ended.countDown();
    }

    private final class OnReadable implements Callback {
        @Override
        public void succeeded() {
            ByteBuffer buffer = BufferUtil.allocate(READ_AHEAD);
            int count;
            try {
                count = endPoint.fill(buffer);
            } catch (IOException _) {
                count = -1; // reset by the client
            }
            if (count < 0) {
                end(true);
            } else if (count > 0) {
                early = buffer;
                end(false);
            } else if (!endPoint.tryFillInterested(this)) {
                end(false);
            } else if (closing.get()) {
                withdraw();
            }
        }

        @Override
        public void failed(Throwable cause) {
            end(!(cause instanceof TimeoutException));
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
