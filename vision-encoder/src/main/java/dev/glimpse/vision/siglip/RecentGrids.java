package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.PatchGrid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// What is computed for each grid, kept for those asked for last: a few sizes come again and again.
/// Confined to one thread at a time.
final class RecentGrids {
    private static final int KEPT = 16;

    private final Function<PatchGrid, float[]> compute;
    private final Map<PatchGrid, float[]> kept =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<PatchGrid, float[]> eldest) {
                    return size() > KEPT;
                }
            };

    RecentGrids(Function<PatchGrid, float[]> compute) {
        this.compute = compute;
    }

    /// The numbers for a grid, which nobody changes.
    float[] of(PatchGrid grid) {
        return kept.computeIfAbsent(grid, compute);
    }
}
