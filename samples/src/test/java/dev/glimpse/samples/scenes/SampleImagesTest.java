package dev.glimpse.samples.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleImagesTest {
    private static final Path SAMPLES =
            Path.of(System.getProperty("glimpse.project.root"), "samples");
    private static final Path IMAGES = SAMPLES.resolve("images");
    private static final int MAX_BYTES = 150 * 1024;

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    static Set<String> images() throws IOException {
        try (var files = Files.list(IMAGES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".md"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Set<String> rendered() {
        return RenderSampleImages.scenes().keySet();
    }

    @ParameterizedTest
    @MethodSource("rendered")
    void theFileIsWhatTheProgramDraws(String name) {
        byte[] drawn = RenderSampleImages.scenes().get(name).toPng();

        assertThat(decoder.decode(read(name))).isEqualTo(decoder.decode(drawn));
    }

    @ParameterizedTest
    @MethodSource("images")
    void everyImageIsSmallDecodesAndHasItsOriginNoted(String name) throws IOException {
        assertThat(read(name)).hasSizeLessThan(MAX_BYTES);
        assertThat(decoder.decode(read(name)).width()).isGreaterThanOrEqualTo(224);
        assertThat(Files.readString(IMAGES.resolve("README.md"))).contains("`" + name + "`");
    }

    @Test
    void questionsNameAnImageAndAcceptedAnswers() throws IOException {
        List<String> lines = Files.readAllLines(SAMPLES.resolve("questions.tsv"));

        assertThat(lines.getFirst()).isEqualTo("image\tquestion\taccepted");
        var asked = new TreeSet<String>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).as(line).hasSize(3);
            assertThat(fields[1]).as(line).matches("[A-Z].*[.?]");
            assertThat(fields[2].split("\\|", -1)).as(line).isNotEmpty().doesNotContain("");
            asked.add(fields[0]);
        }
        assertThat(asked).isEqualTo(images());
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(IMAGES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
