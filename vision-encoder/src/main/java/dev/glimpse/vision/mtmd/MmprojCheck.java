package dev.glimpse.vision.mtmd;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.vision.fault.EncoderException;
import java.nio.file.Path;

/// What can be said about an mmproj file before libmtmd sees it, whose answer to a wrong number may
/// be an assertion that ends the process.
final class MmprojCheck {
    private static final String VISION = "clip.vision.";

    /// Beyond what any vision encoder has; keeps products of these within bounds.
    private static final int MAX_EXTENT = 1 << 16;

    private final GgufFile file;

    private MmprojCheck(GgufFile file) {
        this.file = file;
    }

    /// @param width floats in a row that the text model takes
    /// @throws EncoderException with what was found and what is expected
    static void check(Path mmproj, int width) {
        var check = new MmprojCheck(GgufFile.read(mmproj));
        check.isVisionEncoder();
        check.dimensions();
        check.embeddingTable();
        check.projection(width);
    }

    private void isVisionEncoder() {
        String architecture = file.text("general.architecture").orElse("none");
        if (!architecture.equals("clip")) {
            throw fault(
                    "is a "
                            + architecture
                            + " model; an mmproj file has the architecture clip. Is it the text"
                            + " model?");
        }
        if (!file.bool("clip.has_vision_encoder").orElse(false)) {
            throw fault("has no vision encoder (clip.has_vision_encoder)");
        }
    }

    private void dimensions() {
        int heads = extent(VISION + "attention.head_count");
        int size = extent(VISION + "embedding_length");
        if (size % heads != 0) {
            throw fault("has " + size + " features for " + heads + " heads; they must divide");
        }
        int image = extent(VISION + "image_size");
        int patch = extent(VISION + "patch_size");
        if (patch > image) {
            throw fault("has patches of " + patch + " pixels on images of " + image);
        }
        int blocks = extent(VISION + "block_count");
        extent(VISION + "feed_forward_length");
        for (int block = 0; block < blocks; block++) {
            if (file.tensor("v.blk." + block + ".ln1.weight").isEmpty()
                    && file.tensor("v.blk." + block + ".attn_out.weight").isEmpty()) {
                throw fault(
                        "has "
                                + blocks
                                + " blocks by its metadata, but no tensors of block "
                                + block);
            }
        }
    }

    private int extent(String key) {
        int value =
                file.integer(key)
                        .orElseThrow(
                                () -> fault("has no " + key + "; it is damaged or not an mmproj"));
        if (value < 1 || value > MAX_EXTENT) {
            throw fault("has " + key + " = " + value + "; allowed: 1 to " + MAX_EXTENT);
        }
        return value;
    }

    private void embeddingTable() {
        TensorInfo patches =
                file.tensor("v.patch_embd.weight")
                        .orElseThrow(() -> fault("has no tensor v.patch_embd.weight"));
        int patch = extent(VISION + "patch_size");
        if (patches.shape().getFirst() != patch) {
            throw fault(
                    "has v.patch_embd.weight of "
                            + patches.shapeText()
                            + ", but patches of "
                            + patch
                            + " pixels");
        }
    }

    private void projection(int width) {
        file.tensor("resampler.proj.weight")
                .ifPresent(projection -> {
                    long found = projection.shape().getFirst();
                    if (found != width) {
                        throw fault(
                                "makes embeddings of "
                                        + found
                                        + " numbers, but the text model takes "
                                        + width
                                        + "; the two files are of different models");
                    }
                });
    }

    private EncoderException fault(String what) {
        return new EncoderException(file.path() + " " + what);
    }
}
