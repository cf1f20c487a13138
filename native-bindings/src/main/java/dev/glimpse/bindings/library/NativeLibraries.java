package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.LibraryException;
import dev.glimpse.bindings.ffi.Llama;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads llama.cpp's libraries once for the process: finds them, checks that they are those the
/// bindings were generated for, and sends ggml's log to the Java logger.
///
/// Every owner in this module calls [#load()] before its first native call. Thread-safe: the first
/// caller loads, the others wait.
public final class NativeLibraries {
    /// In the order in which they need each other. The CPU backend is a library of its own that a
    /// portable build loads later, by what the processor can do.
    private static final List<String> REQUIRED =
            List.of("ggml-base", "ggml", "llama", "mtmd", "glimpse_abi", "glimpse_kernels");

    private static final String CPU = "ggml-cpu";

    private NativeLibraries() {}

    /// Loads the libraries if that has not been done.
    ///
    /// @return where they are and what they say of themselves
    /// @throws LibraryException with every place that was searched, or with what does not fit
    public static LibraryInfo load() {
        return switch (Attempt.OUTCOME) {
            case Outcome.Loaded(LibraryInfo info) -> info;
            case Outcome.Failed(LibraryException reason) ->
                    throw new LibraryException(reason.getMessage(), reason);
        };
    }

    private static LibraryInfo loadNow() {
        var platform = Platform.current();
        var packed = new PackedLibraries(NativeLibraries::packedResource, CacheFolder.locate());
        Path folder =
                LibraryFolder.find(
                        platform,
                        Optional.ofNullable(System.getProperty(LibraryFolder.PROPERTY)),
                        Optional.ofNullable(System.getenv(LibraryFolder.VARIABLE))
                                .filter(value -> !value.isBlank()),
                        packed);
        for (String library : REQUIRED) {
            if (library.equals("ggml") && Files.exists(folder.resolve(platform.fileName(CPU)))) {
                load(folder.resolve(platform.fileName(CPU)));
            }
            load(folder.resolve(platform.fileName(library)));
        }
        AbiCheck.run(folder);
        GgmlLog.install();
        try (var arena = Arena.ofConfined()) {
            Llama.ggml_backend_load_all_from_path(arena.allocateFrom(folder.toString()));
        }
        Llama.llama_backend_init();
        if (Llama.ggml_backend_dev_count() == 0) {
            throw new LibraryException(
                    folder
                            + " has no backend that runs on this processor; build one with `make"
                            + " native`");
        }
        return new LibraryInfo(
                folder,
                Llama.llama_version().getString(0),
                Llama.glimpse_abi_llama_commit().getString(0),
                Llama.llama_print_system_info().getString(0).strip());
    }

    /// Looked up through the class loader: the platform jar is another module, or none.
    private static @Nullable InputStream packedResource(String name) {
        return NativeLibraries.class.getClassLoader().getResourceAsStream(name.substring(1));
    }

    private static void load(Path library) {
        if (!Files.isRegularFile(library)) {
            throw new LibraryException(
                    library
                            + " is missing; the build in this folder is incomplete, run `make"
                            + " native`");
        }
        try {
            System.load(library.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            throw new LibraryException(library + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    /// What came of the one attempt; a failure is kept and thrown to every caller.
    private sealed interface Outcome {
        record Loaded(LibraryInfo info) implements Outcome {}

        record Failed(LibraryException reason) implements Outcome {}
    }

    private static final class Attempt {
        static final Outcome OUTCOME = attempt();

        private static Outcome attempt() {
            try {
                return new Outcome.Loaded(loadNow());
            } catch (LibraryException e) {
                return new Outcome.Failed(e);
            }
        }
    }
}
