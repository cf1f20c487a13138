package dev.glimpse.vision.siglip;

import java.util.Map;
import java.util.stream.Collectors;

/// What an encoder takes of the device's memory, known before it takes it.
///
/// @param weightBytes bytes of weights, by the memory they lie in
/// @param scratchBytes bytes of scratch for `largestBatch`
/// @param largestBatch slices of the usual size of one image that go through one graph
/// @param scratchLimit bytes that scratch may grow to for slices of other sizes, or of several
///   images
public record EncoderPlan(
        Map<String, Long> weightBytes, long scratchBytes, int largestBatch, long scratchLimit) {
    public EncoderPlan {
        weightBytes = Map.copyOf(weightBytes);
    }

    /// All bytes that are taken at once.
    public long bytes() {
        return scratchBytes + allWeights();
    }

    /// All bytes, with the most scratch.
    public long mostBytes() {
        return scratchLimit + allWeights();
    }

    private long allWeights() {
        return weightBytes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return weightBytes.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry ->
                                mebibytes(entry.getValue()) + " of weights in " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + ", "
                + mebibytes(scratchBytes)
                + " of scratch for "
                + largestBatch
                + " slices";
    }

    private static String mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MiB";
    }
}
