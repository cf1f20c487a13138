package dev.glimpse.http.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.options.ImageUrlOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server on loopback, names that a test makes up, and a policy that takes 127.0.0.1 for public.
@Timeout(60)
class ImageFetcherTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress INSIDE = InetAddress.ofLiteral("127.0.0.2");
    private static final int LIMIT = 10_000;

    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<String> hosts = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("host").factory()));
        names.put("images.example", List.of(HERE));
        names.put("other.example", List.of(HERE));
        names.put("inside.example", List.of(INSIDE));
        names.put("both.example", List.of(HERE, INSIDE));
        answer("/image.png", exchange -> send(exchange, 200, new byte[] {1, 2, 3}));
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void aFileIsFetchedUnderItsHostsName() {
        assertThat(fetch("http://images.example:PORT/image.png")).containsExactly(1, 2, 3);
        assertThat(hosts).containsExactly("images.example:" + port());
    }

    @ParameterizedTest
    @CsvSource({
        "http://inside.example:PORT/image.png, not of a host of the public internet",
        "http://both.example:PORT/image.png, not of a host of the public internet",
        "http://127.0.0.2:PORT/image.png, not of a host of the public internet",
        "http://2130706434:PORT/image.png, not of a host of the public internet",
        "http://nobody.example:PORT/image.png, is of a host that is not known",
        "https://images.example:PORT/image.png, begins with 'https'; allowed: http",
        "ftp://images.example:PORT/image.png, begins with 'ftp'",
        "http://user@images.example:PORT/image.png, has no plain host",
        "http:///image.png, has no plain host",
        "http://images.example:1/image.png, is of port 1",
        "http://images.example/image.png, is of port 80",
        "http://images.example:PORT/a b, is not a URL",
        "http://images.example:PORT/none, its host answered 404"
    })
    void whatMayNotBeFetchedIsRefused(String url, String why) {
        RequestException failure = refusal(url);
        assertThat(failure.type().status()).isEqualTo(400);
        assertThat(failure.param()).hasValue("images[1]");
        assertThat(failure.getMessage()).startsWith("images[1] ").contains(why);
    }

    @Test
    void aNameThatChangesBetweenCheckAndConnectionIsOfNoUse() {
        var answers = new ArrayList<>(List.of(List.of(HERE), List.of(INSIDE), List.of(INSIDE)));
        var asked = new ArrayList<String>();
        DnsResolver rebinding =
                new Names() {
                    @Override
                    public InetAddress[] resolve(String host) {
                        asked.add(host);
                        return answers.removeFirst().toArray(InetAddress[]::new);
                    }
                };
        try (var fetcher = new ImageFetcher(options(List.of()), rebinding, HERE::equals)) {
            assertThat(fetcher.fetch("image", url("http://images.example:PORT/image.png")))
                    .hasSize(3);
        }
        assertThat(asked).containsExactly("images.example"); // what was checked is what is used
    }

    @Test
    void aRedirectIsFollowedAndCheckedAgain() {
        redirect("/there", "http://other.example:PORT/image.png");
        redirect("/near", "image.png");
        redirect("/inside", "http://inside.example:PORT/image.png");
        redirect("/file", "file:///etc/passwd");
        redirect("/loop", "/loop");

        assertThat(fetch("http://images.example:PORT/there")).hasSize(3);
        assertThat(fetch("http://images.example:PORT/near")).hasSize(3);
        assertThat(refusal("http://images.example:PORT/inside").getMessage())
                .contains("not of a host of the public internet");
        assertThat(refusal("http://images.example:PORT/file").getMessage())
                .contains("points to a URL that begins with 'file'");
        assertThat(refusal("http://images.example:PORT/loop").getMessage())
                .contains("points elsewhere more than 2 times");
    }

    @Test
    void listedHostsAloneAreFetchedFrom() {
        redirect("/there", "http://other.example:PORT/image.png");
        try (var fetcher =
                new ImageFetcher(
                        options(List.of("images.example", "*.cdn.example")),
                        new Names(),
                        HERE::equals)) {
            names.put("a.cdn.example", List.of(HERE));
            names.put("cdn.example", List.of(HERE));
            for (String host : List.of("images.example", "a.cdn.example", "IMAGES.example")) {
                names.putIfAbsent(host, List.of(HERE));
                assertThat(fetcher.fetch("image", url("http://" + host + ":PORT/image.png")))
                        .hasSize(3);
            }
            for (String path :
                    List.of(
                            "http://cdn.example:PORT/image.png",
                            "http://other.example:PORT/image.png",
                            "http://images.example:PORT/there")) {
                assertThat(
                                catchThrowableOfType(
                                                RequestException.class,
                                                () -> fetcher.fetch("image", url(path)))
                                        .getMessage())
                        .contains("of a host that this server does not fetch from");
            }
        }
    }

    @Test
    void aFileThatIsTooLargeIsLeft() {
        answer("/exact", exchange -> send(exchange, 200, new byte[LIMIT]));
        answer("/large", exchange -> send(exchange, 200, new byte[LIMIT + 1]));
        answer(
                "/endless",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0); // chunked
                    while (end.getCount() > 0) {
                        exchange.getResponseBody().write(new byte[1000]);
                    }
                });
        assertThat(fetch("http://images.example:PORT/exact")).hasSize(LIMIT);
        for (String path : List.of("/large", "/endless")) {
            RequestException failure = refusal("http://images.example:PORT" + path);
            assertThat(failure.type()).isEqualTo(ErrorType.IMAGE_TOO_LARGE);
            assertThat(failure.getMessage()).contains("more than 10000 bytes");
        }
    }

    @Test
    void aHostThatIsSlowIsLeft() {
        answer("/silent", _ -> await());
        answer(
                "/drips",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    await();
                });
        for (String path : List.of("/silent", "/drips")) {
            var hurry = options(List.of(), Duration.ofMillis(500));
            assertThat(
                            catchThrowableOfType(
                                            RequestException.class,
                                            () -> fetch("http://images.example:PORT" + path, hurry))
                                    .getMessage())
                    .contains("was not there within 0.5 s");
        }
    }

    private byte[] fetch(String url) {
        return fetch(url, options(List.of()));
    }

    private byte[] fetch(String url, ImageUrlOptions options) {
        try (var fetcher = new ImageFetcher(options, new Names(), HERE::equals)) {
            return fetcher.fetch("images[1]", url(url));
        }
    }

    private RequestException refusal(String url) {
        return catchThrowableOfType(RequestException.class, () -> fetch(url));
    }

    private ImageUrlOptions options(List<String> allowed) {
        return options(allowed, Duration.ofSeconds(30));
    }

    private ImageUrlOptions options(List<String> allowed, Duration timeout) {
        return new ImageUrlOptions(
                Set.of("http"), allowed, Set.of(port()), false, LIMIT, timeout, 2);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String url(String text) {
        return text.replace("PORT", Integer.toString(port()));
    }

    private void answer(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    hosts.add(exchange.getRequestHeaders().getFirst("Host"));
                    handler.handle(exchange);
                    exchange.close();
                });
    }

    private void redirect(String path, String location) {
        answer(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Location", url(location));
                    exchange.sendResponseHeaders(302, -1);
                });
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /// What this test says of names; of literals, what Java says.
    private class Names implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            List<InetAddress> known = names.get(host);
            if (known == null && host.endsWith(".example")) {
                throw new UnknownHostException(host);
            }
            return known == null
                    ? InetAddress.getAllByName(host)
                    : Arrays.copyOf(known.toArray(InetAddress[]::new), known.size());
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
