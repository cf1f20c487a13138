package dev.glimpse.http.access;

import dev.glimpse.http.fault.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A text file of keys, one a line: `sha256:DIGEST NAME [rate=60/min] [concurrent=4]`. Blank lines
/// and those that begin with `#` are passed over.
public final class ApiKeyFile {
    static final String DIGEST_PREFIX = "sha256:";
    private static final String FORM = DIGEST_PREFIX + "DIGEST NAME [rate=60/min] [concurrent=4]";

    private ApiKeyFile() {}

    /// Reads all keys.
    ///
    /// @throws ServerStartException if the file cannot be read, has no key, or a line that is none;
    ///   the message names it
    public static List<ApiKey> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ServerStartException("cannot read the API keys at " + file + ": " + e, e);
        }
        var keys = new ArrayList<ApiKey>();
        var names = new HashSet<String>();
        var digests = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = file + ", line " + (i + 1) + ": ";
            ApiKey key = parse(line, place);
            if (!names.add(key.name()) || !digests.add(key.digest())) {
                throw new ServerStartException(
                        place + "the key or the name '" + key.name() + "' stands there before");
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new ServerStartException(
                    file + " has no API key, so that nobody could ask; add a line " + FORM);
        }
        return List.copyOf(keys);
    }

    private static ApiKey parse(String line, String place) {
        String[] words = line.split("\\s+", -1);
        try {
            if (words.length < 2 || !words[0].startsWith(DIGEST_PREFIX)) {
                throw new IllegalArgumentException("not a key");
            }
            Optional<RequestRate> rate = Optional.empty();
            OptionalInt concurrent = OptionalInt.empty();
            for (int i = 2; i < words.length; i++) {
                String value = words[i].substring(words[i].indexOf('=') + 1);
                if (words[i].startsWith("rate=")) {
                    rate = Optional.of(RequestRate.parse(value));
                } else if (words[i].matches("concurrent=[0-9]{1,9}")) {
                    concurrent = OptionalInt.of(Integer.parseInt(value));
                } else {
                    throw new IllegalArgumentException("'" + words[i] + "' is not known");
                }
            }
            String digest = words[0].substring(DIGEST_PREFIX.length());
            return new ApiKey(words[1], digest, rate, concurrent);
        } catch (IllegalArgumentException e) {
            throw new ServerStartException(
                    place + e.getMessage() + "; expected " + FORM + ", as glimpse api-key writes",
                    e);
        }
    }
}
