package dev.glimpse.cli.flag;

import dev.glimpse.http.options.ImageUrlOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/// Which images a server fetches by their URLs.
public final class ImageUrlFlags {
    @Option(
            names = "--image-urls",
            description = "Fetch images that requests name by a URL. Default: not.")
    private boolean enabled;

    @Option(
            names = "--image-url-schemes",
            paramLabel = "SCHEME",
            split = ",",
            defaultValue = "https",
            description = "Of http and https, with a comma between. Default: https.")
    private List<String> schemes = List.of();

    @Option(
            names = "--image-url-hosts",
            paramLabel = "HOST",
            split = ",",
            description =
                    "Hosts to fetch from, with commas between; *.images.example is all below."
                            + " Default: all of the public internet.")
    private List<String> hosts = List.of();

    @Option(
            names = "--image-url-ports",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "443",
            description = "Ports that URLs may name or mean. Default: 443.")
    private List<Integer> ports = List.of();

    @Option(
            names = "--image-url-private",
            description =
                    "Let those hosts be in a private network, or this machine. Default: not; give"
                            + " --image-url-hosts with it.")
    private boolean privateAddresses;

    @Option(
            names = "--image-url-size",
            paramLabel = "MIB",
            defaultValue = "32",
            description = "Size of a file at most. Default: 32.")
    private long maxMebibytes;

    @Option(
            names = "--image-url-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long fetching one may take in all. Default: 10.")
    private double timeout;

    @Option(
            names = "--image-url-redirects",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often an answer may point elsewhere. Default: 3.")
    private int maxRedirects;

    /// What may be fetched, if anything.
    Optional<ImageUrlOptions> options() {
        Duration limit = ServerFlags.seconds("image_url_timeout", timeout);
        var options =
                new ImageUrlOptions(
                        Set.copyOf(schemes),
                        hosts,
                        Set.copyOf(ports),
                        privateAddresses,
                        ServerFlags.bytes("image_url_size", maxMebibytes),
                        limit,
                        maxRedirects);
        return enabled ? Optional.of(options) : Optional.empty();
    }
}
