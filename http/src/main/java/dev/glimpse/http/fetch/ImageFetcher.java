package dev.glimpse.http.fetch;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fetch.CheckedResolver.RefusedAddressException;
import dev.glimpse.http.fetch.UrlRules.RefusedUrlException;
import dev.glimpse.http.options.ImageUrlOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Fetches images. Thread-safe: the client is, the rest is immutable.
public final class ImageFetcher implements UrlSource, AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;

    private final ImageUrlOptions options;
    private final UrlRules rules;
    private final CloseableHttpClient client;

    /// A fetcher that asks the system for addresses.
    @MustBeClosed
    public ImageFetcher(ImageUrlOptions options) {
        this(
                options,
                SystemDefaultDnsResolver.INSTANCE,
                options.privateAddresses() ? _ -> true : PublicAddresses::contains);
    }

    /// @param names who knows addresses
    /// @param allowed which of them may be connected to
    @MustBeClosed
    ImageFetcher(ImageUrlOptions options, DnsResolver names, Predicate<InetAddress> allowed) {
        this.options = options;
        rules = new UrlRules(options);
        client = client(options, new CheckedResolver(names, allowed));
    }

    private static CloseableHttpClient client(ImageUrlOptions options, DnsResolver resolver) {
        var timeout = Timeout.of(options.timeout());
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(timeout)
                                        .setSocketTimeout(timeout)
                                        .build())
                        .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(timeout)
                                .setResponseTimeout(timeout)
                                .build())
                .setUserAgent("Glimpse")
                .disableRedirectHandling() // followed here, each URL checked
                .disableContentCompression() // limits hold for what is sent
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .build();
    }

    /// What came of one URL.
    private sealed interface Outcome {
        @SuppressWarnings("ArrayRecordComponent") // seen by nobody but `fetch`
        record File(byte[] bytes) implements Outcome {}

        record Redirect(String location) implements Outcome {}

        record Failed(ErrorType type, String why) implements Outcome {}
    }

    @Override
    public byte[] fetch(String param, String url) {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        String next = url;
        URI base = URI.create("");
        for (int hops = 0; hops <= options.maxRedirects(); hops++) {
            URI checked = check(param, base, next);
            switch (get(checked, deadline)) {
                case Outcome.File(byte[] bytes) -> {
                    return bytes;
                }
                case Outcome.Redirect(String location) -> {
                    base = checked;
                    next = location;
                }
                case Outcome.Failed(ErrorType type, String why) ->
                        throw new RequestException(type, param, param + " " + why);
            }
        }
        throw new RequestException(
                ErrorType.INVALID_IMAGE,
                param,
                param + " points elsewhere more than " + options.maxRedirects() + " times");
    }

    private URI check(String param, URI base, String url) {
        try {
            return base.isAbsolute()
                    ? rules.check(base.resolve(rules.parse(url)))
                    : rules.check(rules.parse(url));
        } catch (RefusedUrlException e) {
            String which = base.isAbsolute() ? " points to a URL that " : " ";
            throw RequestException.invalid(param, param + which + e.getMessage());
        }
    }

    private Outcome get(URI url, long deadline) {
        var request = new HttpGet(url);
        long left = deadline - System.nanoTime();
        var timer =
                new CompletableFuture<@Nullable Void>()
                        .completeOnTimeout(null, Math.max(1, left), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> expiry = timer.thenRun(request::cancel);
        try {
            return client.execute(request, response -> read(response, request));
        } catch (RefusedAddressException _) {
            return new Outcome.Failed(
                    ErrorType.INVALID_REQUEST, "is not of a host of the public internet");
        } catch (UnknownHostException _) {
            return new Outcome.Failed(ErrorType.INVALID_IMAGE, "is of a host that is not known");
        } catch (IOException e) {
            String why =
                    timer.isDone()
                            ? "was not there within " + seconds(options.timeout()) + " s"
                            : "cannot be fetched: " + e.getClass().getSimpleName();
            return new Outcome.Failed(ErrorType.INVALID_IMAGE, why);
        } finally {
            timer.cancel(false);
            expiry.cancel(false);
        }
    }

    private static String seconds(Duration time) {
        return Double.toString(time.toMillis() / 1e3);
    }

    /// Reads an answer; of one that is not taken, nothing more.
    private Outcome read(ClassicHttpResponse response, HttpGet request) throws IOException {
        int status = response.getCode();
        Header location = response.getFirstHeader("Location");
        if (status >= 300 && status < 400 && location != null) {
            request.cancel();
            return new Outcome.Redirect(location.getValue());
        }
        if (status != 200 || response.getEntity() == null) {
            request.cancel();
            return new Outcome.Failed(
                    ErrorType.INVALID_IMAGE, "cannot be fetched: its host answered " + status);
        }
        int limit = (int) Math.min(options.maxBytes(), Integer.MAX_VALUE - 8);
        if (response.getEntity().getContentLength() <= limit) {
            InputStream in = response.getEntity().getContent();
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length <= limit) {
                return new Outcome.File(bytes);
            }
        }
        request.cancel();
        return new Outcome.Failed(
                ErrorType.IMAGE_TOO_LARGE, "has more than " + limit + " bytes, which are allowed");
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
