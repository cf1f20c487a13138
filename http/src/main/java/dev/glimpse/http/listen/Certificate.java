package dev.glimpse.http.listen;

import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.options.TlsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Reads the certificate a server shows.
final class Certificate {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    private Certificate() {}

    /// TLS with a certificate.
    ///
    /// @throws ServerStartException if a file cannot be read or used
    static SslContextFactory.Server read(TlsOptions options) {
        var tls = new SslContextFactory.Server();
        switch (options) {
            case TlsOptions.Pem(Path certificates, Path key) -> {
                tls.setKeyStore(store(certificates, key));
                tls.setKeyStorePassword("");
            }
            case TlsOptions.Store(Path file, Path passwordFile) -> {
                String password = firstLine(passwordFile);
                tls.setKeyStore(store(file, password));
                tls.setKeyStorePassword(password);
            }
        }
        return tls;
    }

    private static KeyStore store(Path certificates, Path key) {
        try {
            byte[] text = Files.readAllBytes(certificates);
            var chain =
                    new ArrayList<>(
                            java.security.cert.CertificateFactory.getInstance("X.509")
                                    .generateCertificates(new ByteArrayInputStream(text)));
            if (chain.isEmpty()) {
                throw new ServerStartException(
                        certificates + " has no certificate; expected BEGIN CERTIFICATE");
            }
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "server",
                    privateKey(key),
                    NO_PASSWORD,
                    chain.toArray(java.security.cert.Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(certificates + " and " + key, e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new ServerStartException(
                    file
                            + " has no key in PKCS#8 (BEGIN PRIVATE KEY); openssl pkcs8 -topk8"
                            + " -nodes -in OLD -out NEW makes one of other forms");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException _) {
                // of another kind
            }
        }
        throw new ServerStartException(
                file + " has a key that is none of " + String.join(", ", KEY_KINDS));
    }

    private static KeyStore store(Path file, String password) {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file.toString(), e);
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw unusable(file.toString(), e);
        }
    }

    private static ServerStartException unusable(String files, Exception cause) {
        return new ServerStartException("cannot use " + files + " for TLS: " + cause, cause);
    }
}
