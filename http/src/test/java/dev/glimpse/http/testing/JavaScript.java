package dev.glimpse.http.testing;

import dev.glimpse.bindings.testing.EmbeddedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs of `src/test/js`, run by Node with the clients that `scripts/js-clients.sh` fetched.
public final class JavaScript {
    private static final int KEY_CHARS = 16;
    private static final int SECONDS = 120;

    private final Path node;
    private final Path modules;

    private JavaScript(Path node, Path modules) {
        this.node = node;
        this.modules = modules;
    }

    /// Node and the clients, if this machine has them.
    public static Optional<JavaScript> find() throws IOException {
        Optional<Path> node =
                Stream.of(System.getenv("PATH").split(":", -1))
                        .map(folder -> Path.of(folder, "node"))
                        .filter(Files::isExecutable)
                        .findFirst();
        Path modules = cache().resolve("js-clients").resolve(key()).resolve("node_modules");
        return node.filter(_ -> Files.isDirectory(modules))
                .map(program -> new JavaScript(program, modules));
    }

    /// How a program ended.
    ///
    /// @param output of both streams
    public record Ended(int code, String output) {}

    /// Runs a program to its end.
    ///
    /// @param program a file of `src/test/js`
    public Ended run(String program, String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of(node.toString(), sources().resolve(program).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("NODE_PATH", modules.toString(), "NO_PROXY", "127.0.0.1"));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " did not end");
            }
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path sources() {
        return EmbeddedModel.projectRoot().resolve("http/src/test/js");
    }

    /// As `cache_dir` of scripts/lib/common.sh.
    private static Path cache() {
        Map<String, String> environment = System.getenv();
        String own = environment.get("GLIMPSE_CACHE");
        if (own != null) {
            return Path.of(own);
        }
        String shared = environment.get("XDG_CACHE_HOME");
        return shared != null
                ? Path.of(shared, "glimpse")
                : Path.of(System.getProperty("user.home"), ".cache", "glimpse");
    }

    private static String key() throws IOException {
        try {
            byte[] lock = Files.readAllBytes(sources().resolve("package-lock.json"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lock);
            return HexFormat.of().formatHex(digest).substring(0, KEY_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
