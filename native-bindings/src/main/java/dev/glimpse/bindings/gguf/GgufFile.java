package dev.glimpse.bindings.gguf;

import dev.glimpse.bindings.fault.GgufException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A GGUF file's metadata and tensor list. Immutable; the tensors' data stay in the file.
///
/// Reading checks the structure: every count, length, type, shape and offset is within the file, so
/// a file that was cut off or is something else is refused here with a message, instead of by an
/// assertion in native code. It cannot see a flipped bit in the data section.
public final class GgufFile {
    private final Path path;
    private final int version;
    private final Map<String, GgufValue> metadata;
    private final Map<String, Long> offsets;
    private final Map<String, TensorInfo> tensors;
    private final long dataOffset;

    GgufFile(
            Path path,
            int version,
            GgufReader.Entries metadata,
            Map<String, TensorInfo> tensors,
            long dataOffset) {
        this.path = path;
        this.version = version;
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata.values()));
        offsets = Map.copyOf(metadata.offsets());
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.dataOffset = dataOffset;
    }

    /// Reads and checks a file.
    ///
    /// @throws GgufException if there is no such file, or it is not a whole GGUF file
    public static GgufFile read(Path path) {
        if (Files.isDirectory(path)) {
            throw new GgufException(path + " is a folder; a GGUF file is expected");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new GgufException(path + " is a device or pipe; a GGUF file is expected");
        }
        try (var channel = FileChannel.open(path)) {
            return new GgufReader(path, channel).read();
        } catch (NoSuchFileException e) {
            throw new GgufException(path + " does not exist; check the path", e);
        } catch (IOException e) {
            throw new GgufException(path + " cannot be read: " + e, e);
        }
    }

    public Path path() {
        return path;
    }

    /// The format's version: 2 or 3.
    public int version() {
        return version;
    }

    /// All metadata in file order.
    public Map<String, GgufValue> metadata() {
        return metadata;
    }

    /// All tensors in file order.
    public List<TensorInfo> tensors() {
        return List.copyOf(tensors.values());
    }

    /// A tensor by its name.
    public Optional<TensorInfo> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /// Bytes before the data section.
    public long dataOffset() {
        return dataOffset;
    }

    /// Whether a key is there, whatever its type.
    public boolean has(String key) {
        return metadata.containsKey(key);
    }

    /// A text value.
    ///
    /// @throws GgufException if the key is there with another type
    public Optional<String> text(String key) {
        return switch (metadata.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Text(String value) -> Optional.of(value);
            case GgufValue other -> throw unexpected(key, other, "str");
        };
    }

    /// A whole number that fits 32 bits with sign, of any integer type.
    ///
    /// @throws GgufException if the key is there with another type, or is out of range
    public Optional<Integer> integer(String key) {
        return switch (metadata.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Int(GgufType type, long value) -> {
                if (value != (int) value || (type == GgufType.U64 && value < 0)) {
                    throw new GgufException(
                            path
                                    + ": "
                                    + key
                                    + " is "
                                    + (type == GgufType.U64 ? Long.toUnsignedString(value) : value)
                                    + "; expected a number that fits 32 bits");
                }
                yield Optional.of((int) value);
            }
            case GgufValue other -> throw unexpected(key, other, "an integer");
        };
    }

    /// A number.
    ///
    /// @throws GgufException if the key is there with another type
    public Optional<Double> real(String key) {
        return switch (metadata.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Real(_, double value) -> Optional.of(value);
            case GgufValue.Int(_, long value) -> Optional.of((double) value);
            case GgufValue other -> throw unexpected(key, other, "a number");
        };
    }

    /// A truth value.
    ///
    /// @throws GgufException if the key is there with another type
    public Optional<Boolean> bool(String key) {
        return switch (metadata.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Bool(boolean value) -> Optional.of(value);
            case GgufValue other -> throw unexpected(key, other, "bool");
        };
    }

    /// A list of values.
    ///
    /// @throws GgufException if the key is there with another type
    public Optional<List<GgufValue>> array(String key) {
        return switch (metadata.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Array(_, List<GgufValue> values) -> Optional.of(values);
            case GgufValue other -> throw unexpected(key, other, "an array");
        };
    }

    /// Where in the file the first number of a list of whole numbers is; the others follow without
    /// gaps.
    ///
    /// @param type of each of them
    /// @throws GgufException if the key is not there, or no list of that type
    public long arrayOffset(String key, GgufType type) {
        if (metadata.get(key) instanceof GgufValue.Array(GgufType found, _) && found == type) {
            return Objects.requireNonNull(offsets.get(key)) + Integer.BYTES + Long.BYTES;
        }
        throw new GgufException(path + ": " + key + " is no list of " + type);
    }

    private GgufException unexpected(String key, GgufValue found, String expected) {
        return new GgufException(
                path + ": " + key + " is of type " + found.typeName() + "; expected " + expected);
    }
}
