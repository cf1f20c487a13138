package dev.glimpse.vision.mtmd;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The types in which libmtmd reads metadata: another type than the one it asks for trips an
/// assertion. From the getters of llama.cpp v0.5.0, `tools/mtmd/clip.cpp`.
final class MmprojKeys {
    /// Keys of each type; `*` stands for the modality.
    private static final Map<GgufType, Set<String>> SCALARS =
            Map.of(
                    GgufType.STRING,
                    Set.of(
                            "general.name",
                            "general.description",
                            "clip.projector_type",
                            "clip.*.projector_type",
                            "clip.gen.audio.projector_type",
                            "clip.gen.audio.model_variant",
                            "clip.vision.mm_patch_merge_type"),
                    GgufType.BOOL,
                    Set.of(
                            "clip.has_vision_encoder",
                            "clip.has_audio_encoder",
                            "clip.has_gen_audio_encoder",
                            "clip.use_gelu",
                            "clip.use_silu"),
                    GgufType.F32,
                    Set.of("clip.*.attention.layer_norm_epsilon"),
                    GgufType.I32,
                    Set.of("clip.minicpmv_version"),
                    GgufType.U32,
                    Set.of(
                            "clip.minicpmv_query_num",
                            "clip.*.attention.head_count",
                            "clip.*.attention.head_count_kv",
                            "clip.*.attention.head_dim",
                            "clip.*.block_count",
                            "clip.*.embedding_length",
                            "clip.*.feed_forward_length",
                            "clip.*.projection_dim",
                            "clip.vision.expert_used_count",
                            "clip.vision.image_max_pixels",
                            "clip.vision.image_min_pixels",
                            "clip.vision.image_size",
                            "clip.vision.n_wa_pattern",
                            "clip.vision.patch_size",
                            "clip.vision.preproc_image_size",
                            "clip.vision.preproc_max_tiles",
                            "clip.vision.preproc_min_tiles",
                            "clip.vision.projector.query_side",
                            "clip.vision.projector.scale_factor",
                            "clip.vision.projector.window_side",
                            "clip.vision.sam.block_count",
                            "clip.vision.sam.embedding_length",
                            "clip.vision.sam.head_count",
                            "clip.vision.spatial_merge_size",
                            "clip.vision.window_size",
                            "clip.audio.chunk_size",
                            "clip.audio.conv_kernel_size",
                            "clip.audio.local_block_count",
                            "clip.audio.local_group_size",
                            "clip.audio.max_pos_emb",
                            "clip.audio.num_mel_bins",
                            "clip.audio.projector.downsample_rate",
                            "clip.audio.projector.head_count",
                            "clip.audio.projector.stack_factor",
                            "clip.audio.projector.window_size",
                            "clip.audio.rvq.num_quantizers",
                            "clip.audio.subsampling_factor",
                            "clip.audio.window_size"));

    private MmprojKeys() {}

    /// The first key that has another type than libmtmd reads, as a text for a message.
    static Optional<String> wrongType(GgufFile file) {
        for (var entry : file.metadata().entrySet()) {
            String key = entry.getKey();
            GgufType expected = expected(key);
            if (expected != null && type(entry.getValue()) != expected) {
                return Optional.of(
                        key
                                + " of type "
                                + entry.getValue().typeName()
                                + "; expected "
                                + expected.label());
            }
        }
        return Optional.empty();
    }

    @org.jspecify.annotations.Nullable
    private static GgufType expected(String key) {
        String general = key.replaceFirst("^clip\\.(vision|audio|gen\\.audio)\\.", "clip.*.");
        for (var entry : SCALARS.entrySet()) {
            if (entry.getValue().contains(key) || entry.getValue().contains(general)) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static GgufType type(GgufValue value) {
        return switch (value) {
            case GgufValue.Int(GgufType type, _) -> type;
            case GgufValue.Real(GgufType type, _) -> type;
            case GgufValue.Bool _ -> GgufType.BOOL;
            case GgufValue.Text _ -> GgufType.STRING;
            case GgufValue.Array _ -> GgufType.ARRAY;
        };
    }
}
