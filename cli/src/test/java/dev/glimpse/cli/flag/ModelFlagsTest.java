package dev.glimpse.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.bindings.llama.ModelParams.Loading;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.install.Installation;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.runtime.options.Threads;
import dev.glimpse.vision.EncoderPrecision;
import dev.glimpse.vision.ImageFidelity;
import dev.glimpse.vision.ResizeRounding;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ModelFlagsTest {
    @Command
    private static final class Any {
        @Mixin private final ModelFlags flags = new ModelFlags();
    }

    @Test
    void everySettingArrives() {
        ModelOptions options =
                parse(
                        "--model m.gguf --context 4096 --cache-type-k q8_0 --cache-type-v Q4_0"
                                + " --flash-attn on --lora a.gguf --lora b.gguf:0.5"
                                + " --lora C:d.gguf --threads 3 --gpu-layers -1"
                                + " --device CUDA0,CUDA1 --main-gpu 1 --no-mmap --mlock"
                                + " --image-precision as-stored --image-resize TorchVision");

        assertThat(options.decoder().contextTokens()).isEqualTo(4096);
        assertThat(options.decoder().kvCache().keys()).isEqualTo(KvType.Q8_0);
        assertThat(options.decoder().kvCache().values()).isEqualTo(KvType.Q4_0);
        assertThat(options.decoder().kvCache().flashAttention()).isEqualTo(FlashAttention.ON);
        assertThat(options.decoder().adapters())
                .containsExactly(
                        Adapter.of(Path.of("a.gguf")),
                        new Adapter(Path.of("b.gguf"), 0.5f),
                        Adapter.of(Path.of("C:d.gguf")));
        assertThat(options.placement().threads()).isEqualTo(new Threads(3, 0));
        assertThat(options.placement().gpuLayers()).isEqualTo(-1);
        assertThat(options.placement().devices()).containsExactly("CUDA0", "CUDA1");
        assertThat(options.placement().mainGpu()).isEqualTo(OptionalInt.of(1));
        assertThat(options.placement().loading()).isEqualTo(new Loading(false, true));
        assertThat(options.vision().fidelity())
                .isEqualTo(
                        new ImageFidelity(EncoderPrecision.AS_STORED, ResizeRounding.TORCHVISION));
    }

    @Test
    void slotsAndWhatIsKeptAreOptions() {
        assertThat(
                        parse(
                                        "--model m.gguf --slots 3 --cached-prefixes 5"
                                                + " --saved-prefix-memory 7 --saved-prefix-folder p"
                                                + " --saved-prefix-folder-size 9")
                                .concurrency())
                .isEqualTo(
                        new Concurrency(
                                3,
                                64,
                                5,
                                new SavedPrefixOptions(
                                        7 << 20, Optional.of(Path.of("p")), 9 << 20)));
        assertThatThrownBy(() -> parse("--model m.gguf --saved-prefix-memory 1000000000"))
                .hasMessageMatching("--saved-prefix-memory is \\d+ bytes; allowed: 0 .*heap.*");
    }

    @Test
    void nothingSaidIsTheRuntimesDefault() {
        assertThat(parse("--model m.gguf")).isEqualTo(ModelOptions.textOnly(Path.of("m.gguf")));
    }

    @Test
    void whatDoesNotGoTogetherNamesTheFlag() {
        assertThatThrownBy(() -> parse("--model m.gguf --cache-type-k q2_k"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--cache-type-k is q2_k; allowed: f32, f16, q8_0, q4_0");
        assertThatThrownBy(() -> parse("--model m.gguf --cache-type-v q8_0 --flash-attn off"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("--cache-type-v is Q8_0, but flash attention is off");
        assertThatThrownBy(() -> parse("--model m.gguf --image-precision half"))
                .hasMessage("--image-precision is half; allowed: fastest, as-stored");
        assertThatThrownBy(() -> parse("--model m.gguf --image-resize opencv"))
                .hasMessage("--image-resize is opencv; allowed: pillow, torchvision");
        assertThatThrownBy(() -> parse("--model m.gguf --context -1"))
                .hasMessageStartingWith("--context is -1; allowed: 0");
    }

    private static ModelOptions parse(String line) {
        var any = new Any();
        new CommandLine(any).parseArgs(line.split(" "));
        return any.flags.options(new Installation(Optional.empty()));
    }
}
