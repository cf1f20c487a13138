package dev.glimpse.vision.siglip.bench;

import com.google.errorprone.annotations.FormatMethod;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measures this encoder beside libmtmd at SigLIP-so400m's size, on the same pixels, with the same
/// threads, in turns: run by hand or by `make bench-vision`.
///
/// libmtmd as it comes is `F16+fa`, with fused attention; its best flags are those without. With
/// the first count all are measured, with the others the quickest of libmtmd and our default.
///
/// Arguments: folder for the synthetic models and `vision.json`; threads; rounds; blocks (27);
/// slice counts (`1,3,10`); precisions of ours; types for libmtmd.
///
/// Both are given the same time to warm up: one slice. What is measured is [VisionFigures].
public final class BenchVision {
    private static final int QUERIES = 64;
    private static final int OUT_WIDTH = 2304;
    private static final int SIDE = 448;
    private static final String FLASH = "+fa";

    private final Path folder;
    private final int threads;
    private final int rounds;
    private final SyntheticModel model;
    private final Map<VisionFigures.Contest, List<VisionFigures.Sample>> samples =
            new LinkedHashMap<>();

    /// Something that encodes so many slices.
    private interface Contender extends AutoCloseable {
        void encode(int slices);

        @Override
        void close();
    }

    private BenchVision(Path folder, int threads, int rounds, int blocks) {
        this.folder = folder;
        this.threads = threads;
        this.rounds = rounds;
        var so400m = SyntheticModel.SO400M;
        model =
                new SyntheticModel(
                        so400m.width(), so400m.heads(), blocks, so400m.ffnWidth(), so400m.seed());
    }

    public static void main(String[] arguments) throws IOException {
        var bench =
                new BenchVision(
                        Path.of(argument(arguments, 0, "target/bench")),
                        Integer.parseInt(argument(arguments, 1, "2")),
                        Integer.parseInt(argument(arguments, 2, "3")),
                        Integer.parseInt(argument(arguments, 3, "27")));
        bench.run(
                Arrays.stream(argument(arguments, 4, "1,3,10").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                List.of(argument(arguments, 5, "FASTEST,AS_STORED,BF16").split(",")),
                Arrays.stream(argument(arguments, 6, "F16+fa,F16,Q8_0,BF16").split(","))
                        .filter(type -> !type.equals("none"))
                        .toList());
    }

    private static String argument(String[] arguments, int index, String otherwise) {
        return arguments.length > index ? arguments[index] : otherwise;
    }

    private void run(List<Integer> counts, List<String> ours, List<String> theirs)
            throws IOException {
        Files.createDirectories(folder);
        Path text = VocabularyFile.write(folder, OUT_WIDTH);
        Path f16 = mmproj(TensorType.F16);
        try (var textModel = LlamaModel.open(text, ModelParams.VOCABULARY)) {
            for (int count : counts) {
                boolean first = count == counts.getFirst();
                List<String> rivals = first ? theirs : quickest(theirs, counts.getFirst());
                for (int round = 0; round < rounds; round++) {
                    for (String type : rivals) {
                        boolean flash = type.endsWith(FLASH);
                        Path file = mmproj(TensorType.valueOf(type.replace(FLASH, "")));
                        try (var contender = new Mtmd(file, textModel, flash)) {
                            measure("libmtmd " + type, contender, count);
                        }
                    }
                    for (String precision : first ? ours : ours.subList(0, 1)) {
                        try (var contender = new Ours(f16, WeightPrecision.valueOf(precision))) {
                            measure("ours " + precision, contender, count);
                        }
                    }
                }
            }
        }
        var peak = MachinePeak.measure();
        print("%n%d threads; one core at its peak, in 10^9 operations a second: %s", threads, peak);
        var figures = new VisionFigures(model.blocks(), threads, peak, operationsOfSlice());
        samples.forEach(figures::add);
        figures.report(folder.resolve("vision.json"));
    }

    /// Of libmtmd's variants the one that won with the first count; none where there are none.
    private List<String> quickest(List<String> types, int count) {
        return types.stream()
                .min(
                        Comparator.comparingDouble(type ->
                                samples
                                        .get(new VisionFigures.Contest("libmtmd " + type, count))
                                        .stream()
                                        .mapToDouble(VisionFigures.Sample::wall)
                                        .min()
                                        .orElseThrow()))
                .stream()
                .toList();
    }

    private void measure(String name, Contender contender, int count) throws IOException {
        contender.encode(1);
        PeakMemory.reset();
        long cpu = processNanos();
        long start = System.nanoTime();
        contender.encode(count);
        var sample =
                new VisionFigures.Sample(
                        (System.nanoTime() - start) / 1e9,
                        (processNanos() - cpu) / 1e9,
                        PeakMemory.mebibytes());
        print(
                "%-14s %2d slices: %7.2f s wall, %7.2f s cpu, %5d MiB",
                name, count, sample.wall(), sample.cpu(), sample.peakMebibytes());
        samples.computeIfAbsent(new VisionFigures.Contest(name, count), _ -> new ArrayList<>())
                .add(sample);
    }

    /// Multiplications and additions for a slice: transformer, attention, resampler.
    private double operationsOfSlice() {
        double patches = Math.pow(SIDE / 14.0, 2);
        double width = model.width();
        double block = 2 * patches * width * (4 * width + 2.0 * model.ffnWidth());
        double attention = 4 * patches * patches * width;
        double embedding = 2 * patches * width * 3 * 14 * 14;
        double keysAndValues = 2 * patches * OUT_WIDTH * (width + 2.0 * OUT_WIDTH);
        double queries = 2.0 * QUERIES * OUT_WIDTH * (3.0 * OUT_WIDTH + 2 * patches);
        return model.blocks() * (block + attention) + embedding + keysAndValues + queries;
    }

    private static long processNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private final class Ours implements Contender {
        private final SiglipEncoder encoder;

        @SuppressWarnings("MustBeClosed") // closed with this
        Ours(Path file, WeightPrecision precision) {
            encoder =
                    SiglipEncoder.open(
                            file,
                            SiglipOptions.of(new EncoderOptions(threads, false))
                                    .withPrecision(precision));
        }

        @Override
        public void encode(int slices) {
            Patches patches =
                    Patches.of(
                            ImageSlice.whole(GeneratedImage.of(1, SIDE, SIDE)),
                            14,
                            Normalization.STEPWISE);
            encoder.encode(Collections.nCopies(slices, patches));
        }

        @Override
        public void close() {
            encoder.close();
        }
    }

    private final class Mtmd implements Contender {
        private final MtmdContext context;

        @SuppressWarnings("MustBeClosed") // closed with this
        Mtmd(Path file, LlamaModel textModel, boolean flash) {
            context = MtmdContext.open(file, textModel, new MtmdParams(threads, false, flash));
        }

        @Override
        public void encode(int slices) {
            byte[] pixels = GeneratedImage.of(1, SIDE, SIDE).toByteArray();
            for (int slice = 0; slice < slices; slice++) {
                try (var chunks = context.prepare(SIDE, SIDE, pixels)) {
                    for (MtmdChunk chunk : chunks.list()) {
                        if (chunk instanceof MtmdChunk.Image image) {
                            chunks.encode(image.index());
                        }
                    }
                }
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private Path mmproj(TensorType type) throws IOException {
        Path file = folder.resolve("mmproj-" + model.blocks() + "-" + type + ".gguf");
        if (!Files.exists(file)) {
            model.resampling(type, QUERIES, OUT_WIDTH).write(file);
        }
        return file;
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        IO.println(String.format(Locale.ROOT, format, values));
    }
}
