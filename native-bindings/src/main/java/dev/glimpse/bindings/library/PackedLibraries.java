package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.LibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The libraries inside a platform jar. They are unpacked once into the user's cache, into a folder
/// named by their index, so that versions never mix, and are checked against the index each time.
///
/// The index is `dev/glimpse/bindings/native/PLATFORM/index.txt`, a line `SHA256 FILE` for each
/// file.
final class PackedLibraries {
    private static final String ROOT = "/dev/glimpse/bindings/native/";

    private final Function<String, @Nullable InputStream> resources;
    private final Path cache;

    /// @param resources opens a resource by its absolute name, or gives null
    /// @param cache where to unpack
    PackedLibraries(Function<String, @Nullable InputStream> resources, Path cache) {
        this.resources = resources;
        this.cache = cache;
    }

    /// The folder of the unpacked libraries, or nothing if the jar is not there, which is noted in
    /// `searched`.
    Optional<Path> unpack(Platform platform, List<String> searched) {
        String folder = ROOT + platform.id() + "/";
        try (InputStream in = resources.apply(folder + "index.txt")) {
            if (in == null) {
                searched.add("resource " + folder + "index.txt: not on the path");
                return Optional.empty();
            }
            byte[] index = in.readAllBytes();
            Path target = cache.resolve(platform.id() + "-" + sha256(index).substring(0, 16));
            for (var file : parse(index).entrySet()) {
                unpack(folder + file.getKey(), file.getValue(), target.resolve(file.getKey()));
            }
            return Optional.of(target);
        } catch (IOException e) {
            throw new LibraryException(
                    "the native libraries could not be unpacked to "
                            + cache
                            + " ("
                            + e
                            + "); set GLIMPSE_CACHE to a folder that can be written",
                    e);
        }
    }

    private void unpack(String resource, String checksum, Path target) throws IOException {
        if (Files.isRegularFile(target) && sha256(Files.readAllBytes(target)).equals(checksum)) {
            return;
        }
        try (InputStream in = resources.apply(resource)) {
            if (in == null) {
                throw new LibraryException("the platform jar has no " + resource);
            }
            byte[] bytes = in.readAllBytes();
            if (!sha256(bytes).equals(checksum)) {
                throw new LibraryException(
                        resource + " does not match its checksum; the platform jar is damaged");
            }
            Files.createDirectories(target.getParent());
            Path part = Files.createTempFile(target.getParent(), "unpacking", ".part");
            try {
                Files.write(part, bytes);
                moveInPlace(part, target);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void moveInPlace(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker with the same bytes.
            if (!Files.isRegularFile(target)) {
                throw e;
            }
        }
    }

    private static Map<String, String> parse(byte[] index) {
        var files = new LinkedHashMap<String, String>();
        for (String line : new String(index, StandardCharsets.UTF_8).lines().toList()) {
            String[] fields = line.strip().split("\\s+", 2);
            if (fields.length != 2
                    || fields[0].length() != 64
                    || !fields[1].matches("\\w[\\w.+-]*")) {
                throw new LibraryException(
                        "the platform jar's index has the line `"
                                + line
                                + "`; expected `SHA256  FILE`");
            }
            files.put(fields[1], fields[0]);
        }
        return files;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
