package dev.glimpse.vision.siglip.bench;

import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.mtmd.MtmdChunk;
import dev.glimpse.bindings.mtmd.MtmdContext;
import dev.glimpse.bindings.mtmd.MtmdParams;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.siglip.SiglipEncoder;
import dev.glimpse.vision.siglip.SiglipOptions;
import dev.glimpse.vision.siglip.SyntheticModel;
import dev.glimpse.vision.siglip.VocabularyFile;
import dev.glimpse.vision.siglip.WeightPrecision;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.ImageSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Resident memory of a process with our encoder or libmtmd's, at SigLIP-so400m's size: before
/// loading, after it, after one image, and at most. Each in a Java process of its own; on Linux.
/// Run by hand or by `make bench-memory`. Argument: folder for the models and `memory.json`.
///
/// Resident is also what the kernel has in memory of a mapped file, and may drop again.
final class BenchMemory {
    private static final int SIDE = 448;
    private static final int OUT_WIDTH = 2304;
    private static final int THREADS = 2;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final List<String> CONTENDERS =
            List.of("libmtmd F16", "libmtmd Q8_0", "ours FASTEST", "ours AS_STORED", "ours Q8_0");

    private BenchMemory() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/bench");
        if (arguments.length > 1) {
            child(folder, arguments[1], arguments[2]);
            return;
        }
        Files.createDirectories(folder);
        VocabularyFile.write(folder, OUT_WIDTH);
        for (TensorType type : List.of(TensorType.F16, TensorType.Q8_0)) {
            if (!Files.exists(mmproj(folder, type.name()))) {
                SyntheticModel.SO400M
                        .resampling(type, 64, OUT_WIDTH)
                        .write(mmproj(folder, type.name()));
            }
        }
        var figures = new FiguresFile();
        IO.println(
                String.format(
                        Locale.ROOT,
                        "%-16s %8s %8s %8s %8s  MiB",
                        "",
                        "before",
                        "loaded",
                        "1 image",
                        "most"));
        for (String contender : CONTENDERS) {
            String numbers = numbers(folder, contender);
            IO.println(String.format(Locale.ROOT, "%-16s %s", contender, numbers));
            figures.add(contender, "[" + String.join(", ", numbers.strip().split(" +")) + "]");
        }
        figures.write(folder.resolve("memory.json"));
    }

    private static Path mmproj(Path folder, String type) {
        return folder.resolve("mmproj-" + SyntheticModel.SO400M.blocks() + "-" + type + ".gguf");
    }

    private static String numbers(Path folder, String contender)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dglimpse.native.dir=" + System.getProperty("glimpse.native.dir"));
        command.add("-Dglimpse.project.root=" + System.getProperty("glimpse.project.root"));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchMemory.class.getName(),
                        folder.toString()));
        command.addAll(List.of(contender.split(" ")));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(contender + " ended with " + process.exitValue());
        }
        return output.stripTrailing();
    }

    private static void child(Path folder, String encoder, String type) throws IOException {
        long before = mebibytes("VmRSS");
        long[] then = encoder.equals("ours") ? ours(folder, type) : theirs(folder, type);
        IO.println(
                String.format(
                        Locale.ROOT,
                        "%8d %8d %8d %8d",
                        before,
                        then[0],
                        then[1],
                        mebibytes("VmHWM")));
    }

    private static long[] ours(Path folder, String precision) throws IOException {
        var options =
                SiglipOptions.of(new EncoderOptions(THREADS, false))
                        .withPrecision(WeightPrecision.valueOf(precision));
        try (var encoder = SiglipEncoder.open(mmproj(folder, "F16"), options)) {
            long loaded = mebibytes("VmRSS");
            var slice = ImageSlice.whole(GeneratedImage.of(1, SIDE, SIDE));
            encoder.encode(List.of(Patches.of(slice, 14, Normalization.STEPWISE)));
            return new long[] {loaded, mebibytes("VmRSS")};
        }
    }

    private static long[] theirs(Path folder, String type) throws IOException {
        Path vocabulary = VocabularyFile.write(folder, OUT_WIDTH);
        try (var text = LlamaModel.open(vocabulary, ModelParams.VOCABULARY);
                var context =
                        MtmdContext.open(
                                mmproj(folder, type),
                                text,
                                new MtmdParams(THREADS, false, false))) {
            long loaded = mebibytes("VmRSS");
            byte[] pixels = GeneratedImage.of(1, SIDE, SIDE).toByteArray();
            try (var chunks = context.prepare(SIDE, SIDE, pixels)) {
                for (MtmdChunk chunk : chunks.list()) {
                    if (chunk instanceof MtmdChunk.Image image) {
                        chunks.encode(image.index());
                    }
                }
            }
            return new long[] {loaded, mebibytes("VmRSS")};
        }
    }

    private static long mebibytes(String key) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
