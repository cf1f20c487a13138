package dev.glimpse.http.options;

import java.nio.file.Path;

/// The certificate a server shows, and its private key; read at start.
public sealed interface TlsOptions {

    /// Files of PEM text, as certificate authorities hand out.
    ///
    /// @param certificates the server's first, then those up to the authority's
    /// @param key PKCS#8, not encrypted: `BEGIN PRIVATE KEY`
    record Pem(Path certificates, Path key) implements TlsOptions {}

    /// A key store, as PKCS#12 or JKS.
    ///
    /// @param password a file whose first line is the password
    record Store(Path file, Path password) implements TlsOptions {}
}
