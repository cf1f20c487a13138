package dev.glimpse.http.fetch;

import dev.glimpse.http.options.ImageUrlOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Which URLs are fetched, by what is written in them. Immutable.
final class UrlRules {
    private final ImageUrlOptions options;

    UrlRules(ImageUrlOptions options) {
        this.options = options;
    }

    /// A URL is not fetched; the message says why, as the end of a sentence about it.
    static final class RefusedUrlException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedUrlException(String message) {
            super(message);
        }
    }

    /// Reads a URL, or a part of one.
    ///
    /// @throws RefusedUrlException if it is none
    URI parse(String text) throws RefusedUrlException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new RefusedUrlException("is not a URL: " + e.getReason());
        }
    }

    /// Lets a whole URL pass.
    ///
    /// @throws RefusedUrlException if it may not be fetched
    URI check(URI url) throws RefusedUrlException {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!options.schemes().contains(scheme)) {
            throw new RefusedUrlException(
                    "begins with '"
                            + scheme
                            + "'; allowed: "
                            + String.join(", ", options.schemes().stream().sorted().toList()));
        }
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            throw new RefusedUrlException("has no plain host; expected " + scheme + "://host/path");
        }
        if (!isListed(url.getHost().toLowerCase(Locale.ROOT))) {
            throw new RefusedUrlException("is of a host that this server does not fetch from");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        int port = url.getPort() < 0 ? usual : url.getPort();
        if (!options.ports().contains(port)) {
            throw new RefusedUrlException("is of port " + port + ", which is not allowed");
        }
        return url;
    }

    private boolean isListed(String host) {
        return options.hosts().isEmpty()
                || options.hosts().stream()
                        .anyMatch(listed ->
                                listed.startsWith("*.")
                                        ? host.endsWith(listed.substring(1))
                                        : host.equals(listed));
    }
}
