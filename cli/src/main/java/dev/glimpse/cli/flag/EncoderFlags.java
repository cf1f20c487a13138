package dev.glimpse.cli.flag;

import dev.glimpse.vision.EncoderPrecision;
import dev.glimpse.vision.ImageFidelity;
import dev.glimpse.vision.ResizeRounding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How exactly images are encoded.
public final class EncoderFlags {
    @Option(
            names = "--image-precision",
            paramLabel = "fastest|as-stored",
            description =
                    "fastest: the vision encoder's weights are rounded to what this machine"
                            + " multiplies quickest, mostly 8 bits. as-stored: as the file has"
                            + " them, slower. Default: fastest.")
    private @Nullable String precision;

    @Option(
            names = "--image-resize",
            paramLabel = "pillow|torchvision",
            description =
                    "Whose rounding resized pixels follow, to the byte; they differ by 2 of 255 at"
                            + " most. Default: pillow.")
    private @Nullable String rounding;

    /// The settings.
    public ImageFidelity fidelity() {
        return new ImageFidelity(
                Choice.parse(
                        "--image-precision",
                        precision,
                        EncoderPrecision.FASTEST,
                        EncoderPrecision.values()),
                Choice.parse(
                        "--image-resize",
                        rounding,
                        ResizeRounding.PILLOW,
                        ResizeRounding.values()));
    }
}
