package dev.glimpse.evaluation;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/// A file among the test's resources.
public final class Fixture {
    private Fixture() {}

    public static Path of(String name) {
        URL url = Fixture.class.getResource("/" + name);
        if (url == null) {
            throw new IllegalArgumentException("there is no resource " + name);
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url + " is no file", e);
        }
    }
}
