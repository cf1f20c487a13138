package dev.glimpse.vision.siglip.bench;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlicer;
import dev.glimpse.vision.slice.SlicePlan;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.SlicingOptions;
import dev.glimpse.vision.slice.resize.Resizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Milliseconds from an image file to patches: decoding, and slicing, resizing and cutting into
/// patches with one and two threads, as for models with a resampler. Beside Pillow, which decodes
/// and resizes to the same sizes, where `python3` can import it. Run by hand or by `make
/// bench-preprocess`. Argument: folder for the images and `preprocess.json`.
final class BenchPreprocess {
    private static final int ROUNDS = 9;
    private static final SlicingOptions OPTIONS = SlicingOptions.resampling();

    /// Arguments: rounds, file or nothing, then widths and heights. Prints the least, the median
    /// and the largest time as JSON.
    private static final String PILLOW =
            """
            import io, sys, time
            from PIL import Image
            rounds, file, sizes = int(sys.argv[1]), sys.argv[2], list(map(int, sys.argv[3:]))
            data = open(file, "rb").read()
            image = Image.open(io.BytesIO(data)).convert("RGB")
            times = []
            for round in range(rounds + rounds // 2):
                start = time.perf_counter()
                if sizes:
                    for size in zip(sizes[::2], sizes[1::2]):
                        image.resize(size, Image.Resampling.BICUBIC)
                else:
                    Image.open(io.BytesIO(data)).convert("RGB")
                times.append((time.perf_counter() - start) * 1000)
            times = sorted(times[rounds // 2:])
            print(times[0], times[rounds // 2], times[-1])
            """;

    private final Path folder;
    private final boolean pillow;
    private final FiguresFile figures = new FiguresFile();

    private BenchPreprocess(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        pillow =
                new ProcessBuilder("sh", "-c", "python3 -c 'import PIL' 2>&1").start().waitFor()
                        == 0;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var bench =
                new BenchPreprocess(Path.of(arguments.length > 0 ? arguments[0] : "target/bench"));
        Files.createDirectories(bench.folder);
        bench.size(4000, 3000);
        bench.size(640, 480);
        if (!bench.pillow) {
            IO.println("Pillow was left out: python3 cannot import PIL");
        }
        bench.figures.write(bench.folder.resolve("preprocess.json"));
    }

    private void size(int width, int height) throws IOException {
        var decoder = new ImageDecoder(ImageLimits.DEFAULT);
        Path last = folder;
        for (ImageSample sample : ImageSample.of(width, height)) {
            String name = "decode " + sample.name();
            report(name, Milliseconds.of(ROUNDS, () -> decoder.decode(sample.file())));
            last = folder.resolve("preprocess." + sample.format());
            Files.write(last, sample.file());
            pillow(name, last, List.of());
        }
        RgbImage image = ImageSample.photograph(width, height);
        SlicePlan plan = new SlicePlanner(OPTIONS).plan(new ImageSize(width, height));
        String name = String.format(Locale.ROOT, "slice %dx%d", width, height);
        for (int threads = 1; threads <= 2; threads++) {
            try (ExecutorService executor =
                    Executors.newFixedThreadPool(
                            threads, Thread.ofPlatform().name("resize-", 0).factory())) {
                var slicer = new ImageSlicer(new Resizer(ResizeRounding.PILLOW, executor, threads));
                report(
                        name + ", " + threads + (threads == 1 ? " thread" : " threads"),
                        Milliseconds.of(ROUNDS, () -> patches(slicer, image, plan)));
            }
        }
        ImageSize refined = plan.slices().orElseThrow().refined();
        pillow(
                name,
                last,
                List.of(
                        plan.overview().width(),
                        plan.overview().height(),
                        refined.width(),
                        refined.height()));
    }

    private static void patches(ImageSlicer slicer, RgbImage image, SlicePlan plan) {
        var sliced = slicer.slice(image, plan);
        Patches.of(sliced.overview(), OPTIONS.patchSide(), Normalization.STEPWISE);
        sliced.slices()
                .forEach(slice -> Patches.of(slice, OPTIONS.patchSide(), Normalization.STEPWISE));
    }

    private void pillow(String name, Path file, List<Integer> sizes) throws IOException {
        if (!pillow) {
            return;
        }
        var command = new ArrayList<>(List.of("python3", "-c", PILLOW));
        command.add(Integer.toString(ROUNDS));
        command.add(file.toString());
        sizes.forEach(size -> command.add(size.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] numbers =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip()
                        .split(" ", -1);
        report(
                "Pillow " + name,
                new Spread(
                        Double.parseDouble(numbers[0]),
                        Double.parseDouble(numbers[1]),
                        Double.parseDouble(numbers[2])));
    }

    private void report(String name, Spread spread) {
        IO.println(String.format(Locale.ROOT, "%-36s %s ms", name, spread));
        figures.add(name, spread.json());
    }
}
