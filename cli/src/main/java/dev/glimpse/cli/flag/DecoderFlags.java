package dev.glimpse.cli.flag;

import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvType;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.runtime.options.DecoderOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the decoder answers.
public final class DecoderFlags {
    @Option(
            names = "--context",
            paramLabel = "N",
            description =
                    "Context in tokens. Default: the model's own as far as memory allows, at most "
                            + DecoderOptions.MAX_AUTOMATIC_CONTEXT
                            + ".")
    private int context;

    @Option(
            names = "--cache-type-k",
            paramLabel = "TYPE",
            description = "What keys are kept as: f16, q8_0, q4_0 or f32. Default: f16.")
    private @Nullable String keys;

    @Option(
            names = "--cache-type-v",
            paramLabel = "TYPE",
            description = "What values are kept as; quantized needs flash attention. Default: f16.")
    private @Nullable String values;

    @Option(
            names = "--flash-attn",
            paramLabel = "on|off|auto",
            description = "Flash attention. Default: auto, where the device has it.")
    private @Nullable String flashAttention;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:SCALE]",
            description =
                    "LoRA adapter, a GGUF file, and how much of it; several times if need be.")
    private List<String> adapters = new ArrayList<>();

    /// The decoder's settings.
    ///
    /// @throws IllegalArgumentException if they do not go together
    public DecoderOptions options() {
        KvType keyType = Choice.parse("--cache-type-k", keys, KvType.F16, KvType.values());
        KvType valueType = Choice.parse("--cache-type-v", values, KvType.F16, KvType.values());
        FlashAttention flash =
                Choice.parse(
                        "--flash-attn",
                        flashAttention,
                        FlashAttention.AUTO,
                        FlashAttention.values());
        return DecoderOptions.DEFAULT
                .withContextTokens(context)
                .withFlashAttention(flash)
                .withKvTypes(keyType, valueType)
                .withAdapters(adapters.stream().map(DecoderFlags::adapter).toList());
    }

    /// A file's name may have a colon: only a number behind the last one is a scale.
    private static Adapter adapter(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                float scale = Float.parseFloat(text.substring(colon + 1));
                return new Adapter(Path.of(text.substring(0, colon)), scale);
            } catch (NumberFormatException _) {
                return Adapter.of(Path.of(text));
            }
        }
        return Adapter.of(Path.of(text));
    }
}
