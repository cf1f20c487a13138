package dev.glimpse.http.listen;

import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.options.ListenOptions;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Where a server listens, with its certificate read. Immutable.
public final class Listener {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_PLATFORM_THREADS = 16;
    private static final int MIN_PLATFORM_THREADS = 4;

    private final ListenOptions options;
    private final Optional<SslContextFactory.Server> tls;

    /// @throws ServerStartException if the certificate cannot be used
    public Listener(ListenOptions options) {
        this.options = options;
        tls = options.tls().map(Certificate::read);
    }

    /// Threads that accept and select, and for each request a virtual one.
    public static QueuedThreadPool threads() {
        var pool = new QueuedThreadPool(MAX_PLATFORM_THREADS, MIN_PLATFORM_THREADS);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http-request-", 0).factory()));
        return pool;
    }

    /// Limits on heads, and what they do not tell.
    public static void configure(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
    }

    public ServerConnector connector(Server server, HttpConfiguration http) {
        var connector =
                tls.map(certificate -> secure(server, http, certificate))
                        .orElseGet(() ->
                                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http)));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        return connector;
    }

    private static ServerConnector secure(
            Server server, HttpConfiguration http, SslContextFactory.Server certificate) {
        var secured = new HttpConfiguration(http);
        // Names are for clients to check: behind proxies and by address, hosts differ from them.
        secured.addCustomizer(new SecureRequestCustomizer(false));
        var plain = new HttpConnectionFactory(secured);
        var encrypted = new SslConnectionFactory(certificate, plain.getProtocol());
        return new ServerConnector(server, 1, 1, encrypted, plain);
    }

    /// Finds out whether the address may be listened on, and leaves it.
    ///
    /// @throws ServerStartException if not
    public void requireFree() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the server does
            socket.bind(new InetSocketAddress(options.host(), options.port()));
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /// Starts to listen.
    ///
    /// @throws ServerStartException if that cannot be
    public void start(Javalin javalin) {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    private ServerStartException refused(Exception reason) {
        String address = options.host() + ":" + options.port();
        if (new InetSocketAddress(options.host(), options.port()).isUnresolved()) {
            return new ServerStartException(
                    "cannot listen on "
                            + address
                            + ": the host is unknown; use an address of this machine, as 127.0.0.1,"
                            + " or 0.0.0.0 for all of them",
                    reason);
        }
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException) {
                return new ServerStartException(bindMessage(address, cause), reason);
            }
        }
        return new ServerStartException("cannot listen on " + address + ": " + reason, reason);
    }

    private static String bindMessage(String address, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Address already in use")) {
            return "cannot listen on "
                    + address
                    + ": the port is in use; stop the program that has it, or choose another port"
                    + " (0 takes any free one)";
        }
        if (reason.contains("Permission denied")) {
            return "cannot listen on "
                    + address
                    + ": permission denied; ports below 1024 need privileges, choose a higher one";
        }
        return "cannot listen on "
                + address
                + ": "
                + reason
                + "; use an address of this machine, as 127.0.0.1, or 0.0.0.0 for all of them";
    }
}
