package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.handle.NativeHandle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file as a C stream whose bytes can be changed for this process alone: a private mapping, of
/// which the system copies only the pages that are written, read through `fmemopen`. The file
/// itself may be read-only and stays as it is. POSIX; confined to the thread that opens it.
final class PrivateFile extends NativeHandle {
    private static final int READ_ONLY = 0;
    private static final int PROTECTION_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE = 2;

    private final MemorySegment stream;

    private PrivateFile(Path file, MemorySegment mapping, MemorySegment stream) {
        super("private mapping of " + file.getFileName(), mapping);
        this.stream = stream;
    }

    /// Maps a file.
    ///
    /// @throws NativeCallException if the system cannot
    @MustBeClosed
    static PrivateFile open(Path file) {
        MemorySegment mapping = map(file);
        try (var arena = Arena.ofConfined()) {
            MemorySegment stream =
                    Posix.openMemory(mapping, mapping.byteSize(), arena.allocateFrom("rb"));
            if (stream.equals(MemorySegment.NULL)) {
                throw new NativeCallException(file + " could not be opened as a stream");
            }
            return new PrivateFile(file, mapping, stream);
        } catch (RuntimeException | Error e) {
            Posix.unmap(mapping, mapping.byteSize());
            throw e;
        }
    }

    private static MemorySegment map(Path file) {
        try (var arena = Arena.ofConfined()) {
            long size = Files.size(file);
            int descriptor = Posix.open(arena.allocateFrom(file.toString()), READ_ONLY);
            if (descriptor < 0) {
                throw new NativeCallException(file + " could not be opened");
            }
            MemorySegment mapping = Posix.map(size, PROTECTION_READ_WRITE, MAP_PRIVATE, descriptor);
            Posix.closeDescriptor(descriptor);
            if (mapping.address() == -1) {
                throw new NativeCallException(
                        file + " of " + size + " bytes could not be mapped into memory");
            }
            return mapping.reinterpret(size);
        } catch (IOException e) {
            throw new NativeCallException(file + " cannot be read: " + e, e);
        }
    }

    /// The bytes, to be changed before they are read.
    MemorySegment bytes() {
        return address();
    }

    /// A `FILE *` at the first byte.
    MemorySegment stream() {
        return stream;
    }

    @Override
    protected void free(MemorySegment address) {
        Posix.closeStream(stream);
        Posix.unmap(address, address.byteSize());
    }

    /// Functions of the C library, which the JDK's own mapping does not reach: it maps privately
    /// only what may be written.
    private static final class Posix {
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
        private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

        private static final MethodHandle OPEN =
                find(
                        "open",
                        FunctionDescriptor.of(INT, POINTER, INT),
                        Linker.Option.firstVariadicArg(2));
        private static final MethodHandle CLOSE = find("close", FunctionDescriptor.of(INT, INT));
        private static final MethodHandle MMAP =
                find("mmap", FunctionDescriptor.of(POINTER, POINTER, LONG, INT, INT, INT, LONG));
        private static final MethodHandle MUNMAP =
                find("munmap", FunctionDescriptor.of(INT, POINTER, LONG));
        private static final MethodHandle FMEMOPEN =
                find("fmemopen", FunctionDescriptor.of(POINTER, POINTER, LONG, POINTER));
        private static final MethodHandle FCLOSE =
                find("fclose", FunctionDescriptor.of(INT, POINTER));

        private static MethodHandle find(
                String name, FunctionDescriptor type, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find(name)
                    .map(address -> linker.downcallHandle(address, type, options))
                    .orElseThrow(() ->
                            new NativeCallException(
                                    "the C library of this system has no " + name + " (POSIX)"));
        }

        static int open(MemorySegment path, int flags) {
            try {
                return (int) OPEN.invokeExact(path, flags);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        static void closeDescriptor(int descriptor) {
            try {
                int _ = (int) CLOSE.invokeExact(descriptor);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        static MemorySegment map(long size, int protection, int flags, int descriptor) {
            try {
                return (MemorySegment)
                        MMAP.invokeExact(
                                MemorySegment.NULL, size, protection, flags, descriptor, 0L);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        static void unmap(MemorySegment mapping, long size) {
            try {
                int _ = (int) MUNMAP.invokeExact(mapping, size);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        static MemorySegment openMemory(MemorySegment memory, long size, MemorySegment mode) {
            try {
                return (MemorySegment) FMEMOPEN.invokeExact(memory, size, mode);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        static void closeStream(MemorySegment stream) {
            try {
                int _ = (int) FCLOSE.invokeExact(stream);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        /// A downcall itself throws nothing but what comes of a wrong call.
        private static RuntimeException failed(Throwable e) {
            if (e instanceof Error error) {
                throw error;
            }
            return e instanceof RuntimeException known ? known : new IllegalStateException(e);
        }
    }
}
