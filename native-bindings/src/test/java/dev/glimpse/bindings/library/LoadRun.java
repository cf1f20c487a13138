package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.LibraryException;

/// The child process of [NativeLoadingTest]: loads the libraries twice and says what came of it.
final class LoadRun {
    private LoadRun() {}

    static void main(String... arguments) {
        String first = load();
        PrintingLoggers.OUT.println(first);
        PrintingLoggers.OUT.println(first.equals(load()) ? "SAME" : "DIFFERENT");
    }

    private static String load() {
        try {
            return "LOADED " + NativeLibraries.load();
        } catch (LibraryException e) {
            return "REFUSED " + e.getMessage();
        }
    }
}
