package dev.glimpse.http.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.options.TlsOptions;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("native")
@Timeout(180)
class TlsTest {
    private static final byte[] RED = Images.disc(0xE01010);

    @TempDir static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        for (String kind : List.of("EC", "RSA")) {
            Path store = folder.resolve(kind + ".p12");
            String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process made =
                    new ProcessBuilder(
                                    keytool,
                                    "-genkeypair",
                                    "-keyalg",
                                    kind,
                                    "-alias",
                                    "server",
                                    "-dname",
                                    "CN=localhost",
                                    "-ext",
                                    "san=ip:127.0.0.1",
                                    "-storetype",
                                    "PKCS12",
                                    "-storepass",
                                    "secret",
                                    "-keystore",
                                    store.toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(made.waitFor()).as(said).isZero();
            KeyStore keys = open(store);
            write(kind + ".crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
            write(
                    kind + ".key",
                    "PRIVATE KEY",
                    keys.getKey("server", "secret".toCharArray()).getEncoded());
        }
        Files.writeString(folder.resolve("password"), "secret\n");
        Files.writeString(folder.resolve("wrong"), "secrets\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void pemFilesServeHttps(String kind) throws Exception {
        var pem = new TlsOptions.Pem(folder.resolve(kind + ".crt"), folder.resolve(kind + ".key"));
        try (Service service = start(pem);
                HttpClient client = client(kind)) {
            var answer = client.send(question(service, 16).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).containsIgnoringCase("red");
        }
    }

    @Test
    void aKeyStoreServesHttpsAndAClientThatGoesIsNoticed() throws Exception {
        try (Service service =
                        start(
                                new TlsOptions.Store(
                                        folder.resolve("EC.p12"), folder.resolve("password")));
                HttpClient client = client("EC")) {
            assertThat(
                            client.send(question(service, 16).build(), BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(200);
            CompletableFuture<?> endless =
                    client.sendAsync(question(service, 100_000).build(), BodyHandlers.ofString());
            while (underWay(client, service) == 0) {
                Thread.onSpinWait();
            }
            endless.cancel(true);
            while (underWay(client, service) != 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws IOException {
        Path old = folder.resolve("old.key");
        Files.writeString(
                old, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Path certificate = folder.resolve("EC.crt");
        assertRefused(new TlsOptions.Pem(certificate, old), "openssl pkcs8 -topk8");
        assertRefused(new TlsOptions.Pem(folder.resolve("none"), old), "none");
        assertRefused(new TlsOptions.Pem(folder.resolve("password"), old), "for TLS");
        assertRefused(
                new TlsOptions.Store(folder.resolve("EC.p12"), folder.resolve("wrong")), "for TLS");
    }

    private static void assertRefused(TlsOptions tls, String why) {
        assertThatThrownBy(() -> start(tls).close())
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(why);
    }

    private static Service start(TlsOptions tls) {
        return Service.start(Service.OPTIONS.withListen(Service.OPTIONS.listen().withTls(tls)));
    }

    private static int underWay(HttpClient client, Service service) throws Exception {
        var health =
                client.send(
                        HttpRequest.newBuilder(uri(service, "/healthz")).build(),
                        BodyHandlers.ofString());
        return JsonMapper.shared().readTree(health.body()).get("requests_under_way").intValue();
    }

    private static HttpRequest.Builder question(Service service, int maxTokens) {
        var body = Questions.endless(RED).put("max_tokens", maxTokens);
        if (maxTokens == 16) {
            body.put("temperature", 0).put("question", "What colour is the circle?");
        }
        return HttpRequest.newBuilder(uri(service, "/v1/vqa"))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
    }

    private static URI uri(Service service, String path) {
        return URI.create("https://127.0.0.1:" + service.server().port() + path);
    }

    /// A client that trusts the server's certificate alone.
    private static HttpClient client(String kind) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "server", open(folder.resolve(kind + ".p12")).getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }

    private static KeyStore open(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, "secret".toCharArray());
            return store;
        }
    }

    private static void write(String name, String label, byte[] encoded) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN "
                        + label
                        + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END "
                        + label
                        + "-----\n");
    }
}
