package dev.glimpse.runtime.memory;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.llama.FlashAttention;
import dev.glimpse.bindings.llama.KvPrecision;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.options.PlacementOptions;
import java.util.Arrays;
import java.util.List;

/// What a decoder and its vision encoder take, by device, for a context of a length.
///
/// Layers go to devices as llama.cpp v0.5.0 places them (`llama_model::load_tensors`): the last
/// ones to the GPUs, in proportion to what these have free; the table of tokens stays on the
/// processor, and is there twice if it is the output matrix as well.
final class MemoryEstimate {
    /// llama.cpp rounds contexts up to this.
    private static final int CELLS = 256;

    private final DecoderShape decoder;
    private final Files files;
    private final KvPrecision precision;
    private final PlacementOptions placement;
    private final int batchRows;

    /// What is opened.
    ///
    /// @param visionBytes what the vision encoder takes; 0 without
    /// @param adapters those of LoRA
    record Files(GgufFile decoder, long visionBytes, List<GgufFile> adapters) {}

    MemoryEstimate(Files files, KvPrecision precision, PlacementOptions placement, int batchRows) {
        decoder = new DecoderShape(files.decoder());
        this.files = files;
        this.precision = precision;
        this.placement = placement;
        this.batchRows = batchRows;
    }

    DecoderShape decoder() {
        return decoder;
    }

    /// What each device gives.
    ///
    /// @param devices the processor first
    List<MemoryUse> uses(int contextTokens, Concurrency concurrency, List<DeviceMemory> devices) {
        var uses = new MemoryUse[devices.size()];
        Arrays.fill(uses, MemoryUse.NONE);
        int cells = Math.ceilDiv(contextTokens, CELLS) * CELLS;
        for (int layer = 0; layer < decoder.layers(); layer++) {
            int device = deviceOf(layer, devices);
            uses[device] = uses[device].plus(layer(layer, cells, concurrency.sequences()));
        }
        int output = deviceOf(decoder.layers(), devices);
        long outputs = decoder.weights(decoder.layers());
        uses[output] =
                uses[output].plus(
                        weights(
                                outputs
                                        + (decoder.isTied() && output > 0
                                                ? decoder.tokenTable()
                                                : 0)));
        uses[0] = uses[0].plus(weights(decoder.tokenTable() + adapterBytes()));
        long logits = Float.BYTES * decoder.vocabulary() * concurrency.sequences();
        uses[0] = uses[0].plus(scratch(logits));
        for (int device = 0; device < uses.length; device++) {
            if (uses[device].weights() > 0) {
                uses[device] = uses[device].plus(scratch(computed(cells)));
            }
        }
        int eye = placement.usesGpu() && devices.size() > 1 ? 1 : 0;
        uses[eye] = uses[eye].plus(new MemoryUse(0, 0, 0, 0, files.visionBytes()));
        return List.of(uses);
    }

    private static MemoryUse weights(long bytes) {
        return new MemoryUse(bytes, 0, 0, 0, 0);
    }

    private static MemoryUse scratch(long bytes) {
        return new MemoryUse(0, 0, 0, bytes, 0);
    }

    private MemoryUse layer(int layer, int cells, int sequences) {
        return new MemoryUse(
                decoder.weights(layer),
                cells * decoder.cellBytes(layer, precision.keys(), precision.values()),
                sequences * decoder.stateBytes(layer),
                0,
                0);
    }

    /// Where a layer goes; behind the last one is the output.
    private int deviceOf(int layer, List<DeviceMemory> devices) {
        int all = decoder.layers() + 1;
        int placed = placement.gpuLayers() < 0 ? all : Math.min(placement.gpuLayers(), all);
        int first = all - placed;
        if (devices.size() < 2 || layer < first) {
            return 0;
        }
        if (placement.mainGpu().isPresent()) {
            return 1 + placement.mainGpu().getAsInt();
        }
        double share = (layer - first) / (double) placed;
        long total = devices.stream().skip(1).mapToLong(DeviceMemory::available).sum();
        long sum = 0;
        for (int device = 1; device < devices.size() - 1; device++) {
            sum += devices.get(device).available();
            if (share < sum / (double) total) {
                return device;
            }
        }
        return devices.size() - 1;
    }

    private long adapterBytes() {
        return files.adapters().stream().mapToLong(MemoryEstimate::tensorBytes).sum();
    }

    private static long tensorBytes(GgufFile file) {
        return file.tensors().stream().mapToLong(TensorInfo::bytes).sum();
    }

    /// What a batch is computed in, from above: the largest of what stands beside each other in a
    /// layer of attention, a feed-forward or recurrent layer, and the logits. A mask of all cells
    /// is there throughout; scores only without flash attention.
    private long computed(int cells) {
        long rows = Math.min(batchRows, cells);
        boolean flash = precision.flashAttention() != FlashAttention.OFF;
        long mask = cells * rows * (flash ? Short.BYTES : Float.BYTES);
        long scores = flash ? 0 : cells * rows * decoder.heads() * Float.BYTES;
        long heads = decoder.heads() * (decoder.headSize("key") + decoder.headSize("value"));
        long attention = scores + rows * Float.BYTES * (3 * heads + 4L * decoder.width());
        long forward = rows * Float.BYTES * (3 * decoder.feedForward() + 4L * decoder.width());
        long recurrent = rows * Float.BYTES * (3 * decoder.recurrentWidth() + 4L * decoder.width());
        long logits = rows * Float.BYTES * (decoder.vocabulary() + 2L * decoder.width());
        long widest = Math.max(attention, Math.max(forward, recurrent));
        return Math.max(mask + widest, logits) + (1 << 20);
    }
}
