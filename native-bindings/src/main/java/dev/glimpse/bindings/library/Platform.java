package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.LibraryException;
import java.util.Locale;

/// An operating system and processor architecture, as native files are packed for them.
///
/// @param os `linux`, `macos` or `windows`
/// @param arch `x86_64` or `aarch64`
record Platform(String os, String arch) {

    /// The one this JVM runs on.
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os;
        if (name.startsWith("linux")) {
            os = "linux";
        } else if (name.startsWith("mac")) {
            os = "macos";
        } else if (name.startsWith("windows")) {
            os = "windows";
        } else {
            throw unsupported(osName, osArch);
        }
        String arch =
                switch (osArch.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "aarch64";
                    default -> throw unsupported(osName, osArch);
                };
        return new Platform(os, arch);
    }

    /// `linux-x86_64` and the like.
    String id() {
        return os + "-" + arch;
    }

    /// The file that holds a library: `libllama.so`, `libllama.dylib` or `llama.dll`.
    String fileName(String library) {
        return switch (os) {
            case "macos" -> "lib" + library + ".dylib";
            case "windows" -> library + ".dll";
            default -> "lib" + library + ".so";
        };
    }

    private static LibraryException unsupported(String osName, String osArch) {
        return new LibraryException(
                "no native libraries for "
                        + osName
                        + " on "
                        + osArch
                        + "; supported: linux, macos and windows on x86_64 and aarch64");
    }
}
