package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Damages a GGUF file in ways that a seed decides: bytes of the header, metadata values, the token
/// table, tensors' entries, weights, the file's length.
final class ModelMutants {
    private final byte[] original;
    private final Map<String, GgufValue> metadata;
    private final List<TensorInfo> tensors;
    private final int dataOffset;

    /// Where entries begin and end in the header.
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String name, int from, int to) {}

    ModelMutants(Path file) throws IOException {
        original = Files.readAllBytes(file);
        var read = GgufFile.read(file);
        metadata = read.metadata();
        tensors = read.tensors();
        dataOffset = GgufWriter.header(read).length;
        findEntries();
    }

    private void findEntries() {
        var writer = new GgufWriter().begin(3, tensors.size(), metadata.size());
        entries.add(new Entry("the counts", 0, writer.size()));
        metadata.forEach((key, value) -> {
            int from = writer.size();
            writer.entry(key, value);
            entries.add(new Entry(key, from, writer.size()));
        });
        for (TensorInfo tensor : tensors) {
            int from = writer.size();
            writer.tensor(tensor);
            entries.add(new Entry(tensor.name(), from, writer.size()));
        }
        if (!Arrays.equals(writer.bytes(), 0, writer.size(), original, 0, writer.size())) {
            throw new AssertionError("the header, written again, differs from the file's");
        }
    }

    Mutant mutate(long seed) {
        var random = new SplittableRandom(seed);
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> bytes(random);
            case 3, 4, 5, 6 -> value(random);
            case 7 -> drop(random);
            case 8, 9 -> tokens(random);
            case 10, 11 -> tensor(random);
            case 12 -> weights(random);
            default -> length(random);
        };
    }

    private Mutant bytes(SplittableRandom random) {
        byte[] bytes = original.clone();
        var entry = any(entries, random);
        var what = new StringBuilder("bytes of " + entry.name() + ":");
        for (int i = random.nextInt(3); i >= 0; i--) {
            // The beginning and the end of an entry hold its lengths and types.
            int span = Math.min(entry.to() - entry.from(), 48);
            int at = random.nextInt(span);
            int place = random.nextBoolean() ? entry.from() + at : entry.to() - 1 - at;
            byte value =
                    (byte)
                            (random.nextBoolean()
                                    ? bytes[place] ^ (1 << random.nextInt(8))
                                    : random.nextInt(256));
            bytes[place] = value;
            what.append(" [").append(place).append("]=").append(value & 0xFF);
        }
        return new Mutant(what.toString(), bytes);
    }

    private Mutant value(SplittableRandom random) {
        var changed = new LinkedHashMap<>(metadata);
        String key = any(List.copyOf(metadata.keySet()), random);
        var value = OtherValues.other(metadata.get(key), random);
        changed.put(key, value);
        String shown = value.toString();
        return new Mutant(
                key + " = " + shown.substring(0, Math.min(100, shown.length())),
                assemble(changed, tensors));
    }

    private Mutant drop(SplittableRandom random) {
        if (random.nextBoolean()) {
            var fewer = new LinkedHashMap<>(metadata);
            String key = any(List.copyOf(metadata.keySet()), random);
            fewer.remove(key);
            return new Mutant("without " + key, assemble(fewer, tensors));
        }
        var fewer = new ArrayList<>(tensors);
        var tensor = fewer.remove(random.nextInt(fewer.size()));
        return new Mutant("without " + tensor.name(), assemble(metadata, relocated(fewer)));
    }

    private Mutant tokens(SplittableRandom random) {
        if (!(metadata.get("tokenizer.ggml.tokens")
                instanceof GgufValue.Array(var type, var old))) {
            return tensor(random);
        }
        var tokens = new ArrayList<>(old);
        var changed = new LinkedHashMap<>(metadata);
        String what;
        switch (random.nextInt(6)) {
            case 0 -> {
                int from = random.nextInt(tokens.size());
                int to = random.nextInt(tokens.size());
                tokens.set(to, tokens.get(from));
                what = "token " + to + " is a copy of " + from;
            }
            case 1 -> {
                int at = random.nextInt(tokens.size());
                tokens.set(at, new GgufValue.Text(""));
                what = "token " + at + " is empty";
            }
            case 2 -> {
                int at = random.nextInt(300);
                tokens.set(at, new GgufValue.Text("z".repeat(random.nextInt(5000))));
                what = "token " + at + " is long";
            }
            case 3 -> {
                int at = random.nextInt(300);
                tokens.set(at, new GgufValue.Text(OtherValues.otherText("<0x0A>", random)));
                what = "token " + at + " is " + tokens.get(at).toString().length() + " long";
            }
            case 4 -> {
                Collections.rotate(tokens, random.nextInt(tokens.size()));
                what = "tokens rotated";
            }
            default -> {
                var types = List.of(0, 1, 2, 3, 4, 5, 6, 7, -1, 1 << 20);
                var array = (GgufValue.Array) metadata.get("tokenizer.ggml.token_type");
                var other = new ArrayList<>(array.values());
                int kind = any(types, random);
                int count = random.nextBoolean() ? other.size() : 1 + random.nextInt(300);
                for (int i = 0; i < count; i++) {
                    other.set(i, new GgufValue.Int(GgufType.I32, kind));
                }
                changed.put(
                        "tokenizer.ggml.token_type",
                        new GgufValue.Array(array.elementType(), other));
                what = count + " tokens of type " + kind;
            }
        }
        changed.put("tokenizer.ggml.tokens", new GgufValue.Array(type, tokens));
        return new Mutant(what, assemble(changed, tensors));
    }

    private Mutant tensor(SplittableRandom random) {
        var changed = new ArrayList<>(tensors);
        int at = random.nextInt(changed.size());
        var tensor = changed.get(at);
        var other =
                switch (random.nextInt(6)) {
                    case 0 -> with(tensor, any(List.of(TensorType.values()), random));
                    case 1 -> with(tensor, any(changed, random).shape());
                    case 2 -> with(tensor, tensor.shape().reversed());
                    case 3 -> {
                        var shape = new ArrayList<>(tensor.shape());
                        int dimension = random.nextInt(shape.size());
                        shape.set(
                                dimension,
                                Math.max(1, OtherValues.otherNumber(shape.get(dimension), random)));
                        yield with(tensor, shape);
                    }
                    case 4 -> {
                        var shape = new ArrayList<>(tensor.shape());
                        if (shape.size() > 1 && random.nextBoolean()) {
                            shape.removeLast();
                        } else {
                            shape.add(1L);
                        }
                        yield with(tensor, shape);
                    }
                    default ->
                            new TensorInfo(
                                    tensor.name().replaceFirst("weight", "bias") + "x",
                                    tensor.type(),
                                    tensor.shape(),
                                    tensor.offset(),
                                    tensor.bytes());
                };
        changed.set(at, other);
        return new Mutant(
                tensor.name()
                        + " "
                        + tensor.shapeText()
                        + " as "
                        + other.name()
                        + " "
                        + other.shapeText()
                        + " "
                        + other.type(),
                assemble(metadata, relocated(changed)));
    }

    private static TensorInfo with(TensorInfo tensor, TensorType type) {
        return new TensorInfo(tensor.name(), type, tensor.shape(), tensor.offset(), tensor.bytes());
    }

    private static TensorInfo with(TensorInfo tensor, List<Long> shape) {
        return new TensorInfo(tensor.name(), tensor.type(), shape, tensor.offset(), tensor.bytes());
    }

    /// Tensors one after the other, so that a changed size does not make them overlap.
    private static List<TensorInfo> relocated(List<TensorInfo> tensors) {
        var placed = new ArrayList<TensorInfo>();
        long offset = 0;
        for (TensorInfo tensor : tensors) {
            long bytes =
                    Math.abs(
                            tensor.elements()
                                    / tensor.type().blockElements()
                                    * tensor.type().blockBytes());
            placed.add(new TensorInfo(tensor.name(), tensor.type(), tensor.shape(), offset, bytes));
            offset += (bytes + 31) / 32 * 32;
        }
        return placed;
    }

    private Mutant weights(SplittableRandom random) {
        byte[] bytes = original.clone();
        var tensor = any(tensors, random);
        int from = dataOffset + (int) tensor.offset();
        int length = 1 + random.nextInt((int) tensor.bytes());
        byte fill = any(List.of((byte) -1, (byte) 0, (byte) 0x7F), random);
        if (random.nextBoolean()) {
            Arrays.fill(bytes, from, from + length, fill);
        } else {
            for (int i = from; i < from + length; i++) {
                bytes[i] = (byte) random.nextInt(256);
            }
        }
        return new Mutant(length + " bytes of the weights of " + tensor.name(), bytes);
    }

    private Mutant length(SplittableRandom random) {
        int length = random.nextInt(random.nextBoolean() ? dataOffset : original.length);
        return new Mutant("cut to " + length + " bytes", Arrays.copyOf(original, length));
    }

    /// A file with another header, and room for larger tensors behind its data.
    private byte[] assemble(Map<String, GgufValue> metadata, List<TensorInfo> tensors) {
        byte[] header = GgufWriter.header(metadata, tensors);
        long end = original.length - (long) dataOffset;
        for (TensorInfo tensor : tensors) {
            end = Math.max(end, tensor.offset() + tensor.bytes());
        }
        int data = (int) Math.min(end, 2L * original.length);
        byte[] file = Arrays.copyOf(header, header.length + data);
        System.arraycopy(original, dataOffset, file, header.length, original.length - dataOffset);
        return file;
    }

    private static <T> T any(List<T> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }
}
