package dev.glimpse.cli.screen;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a command reads and writes.
///
/// @param terminals which of the three are terminals
public record Streams(InputStream in, PrintStream out, PrintStream err, Set<Stream> terminals) {

    /// One of the three.
    public enum Stream {
        IN,
        OUT,
        ERR
    }

    /// The launcher tells which of descriptors 0, 1 and 2 are terminals, as in `12`; Java itself
    /// only knows about 0 and 1 together.
    static final String TERMINALS = "glimpse.terminals";

    public Streams {
        terminals = Set.copyOf(terminals);
    }

    /// The process's own. Text is UTF-8, save on a Windows terminal.
    public static Streams ofProcess() {
        Set<Stream> terminals = terminals(System.getProperty(TERMINALS), System.console());
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                print(FileDescriptor.out, terminals.contains(Stream.OUT), "stdout.encoding"),
                print(FileDescriptor.err, terminals.contains(Stream.ERR), "stderr.encoding"),
                terminals);
    }

    static Set<Stream> terminals(@Nullable String told, @Nullable Console console) {
        if (told == null) {
            return console != null && console.isTerminal() ? Set.of(Stream.values()) : Set.of();
        }
        Map<Integer, Stream> byDescriptor =
                Map.of((int) '0', Stream.IN, (int) '1', Stream.OUT, (int) '2', Stream.ERR);
        return Set.copyOf(
                told.chars()
                        .filter(byDescriptor::containsKey)
                        .mapToObj(byDescriptor::get)
                        .toList());
    }

    private static PrintStream print(FileDescriptor descriptor, boolean terminal, String property) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        String encoding = System.getProperty(property);
        Charset charset =
                terminal && windows && encoding != null
                        ? Charset.forName(encoding)
                        : StandardCharsets.UTF_8;
        return new PrintStream(new FileOutputStream(descriptor), false, charset);
    }
}
