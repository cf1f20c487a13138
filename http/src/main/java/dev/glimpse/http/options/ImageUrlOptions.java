package dev.glimpse.http.options;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which images are fetched by their URLs.
///
/// @param schemes of `http` and `https`
/// @param hosts names as `images.example`, or `*.example` for all below; none is every host
/// @param ports that URLs may name or mean
/// @param privateAddresses whether hosts may be in a private network, or this machine; they must be
///   listed then
/// @param maxBytes size of a file
/// @param timeout for a file in all, redirects among it
/// @param maxRedirects how often an answer may point elsewhere
public record ImageUrlOptions(
        Set<String> schemes,
        List<String> hosts,
        Set<Integer> ports,
        boolean privateAddresses,
        long maxBytes,
        Duration timeout,
        int maxRedirects) {
    /// HTTPS from every host of the public internet; 32 MiB, ten seconds, three redirects.
    public static final ImageUrlOptions PUBLIC =
            new ImageUrlOptions(
                    Set.of("https"),
                    List.of(),
                    Set.of(443),
                    false,
                    32L << 20,
                    Duration.ofSeconds(10),
                    3);

    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_:.\\[\\]-]+");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_REDIRECTS = 20;

    public ImageUrlOptions {
        schemes = Set.copyOf(schemes);
        hosts = List.copyOf(hosts);
        ports = Set.copyOf(ports);
        Allowed.require(
                Set.of("http", "https").containsAll(schemes),
                "imageUrlSchemes",
                schemes,
                "http, https");
        for (String host : hosts) {
            Allowed.require(
                    HOST.matcher(host).matches(),
                    "imageUrlHosts",
                    "'" + host + "'",
                    "names in lower case, as images.example or *.example");
        }
        for (int port : ports) {
            Allowed.require(
                    port >= 1 && port <= MAX_PORT, "imageUrlPorts", port, "1 to " + MAX_PORT);
        }
        Allowed.require(
                !privateAddresses || !hosts.isEmpty(),
                "imageUrlPrivate",
                "true without hosts",
                "with imageUrlHosts, so that nothing else of the network is reached");
        Allowed.require(maxBytes >= 1, "imageUrlBytes", maxBytes, "1 or more");
        Allowed.require(timeout.isPositive(), "imageUrlTimeout", timeout, "above zero");
        Allowed.require(
                maxRedirects >= 0 && maxRedirects <= MAX_REDIRECTS,
                "imageUrlRedirects",
                maxRedirects,
                "0 to " + MAX_REDIRECTS);
    }
}
