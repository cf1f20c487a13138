package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.PatchGrid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// What is computed for each grid, kept for those asked for last: a few sizes come again and again.
/// Confined to one thread at a time.
///
/// @param <T> what nobody changes
final class RecentGrids<T> {
    private static final int KEPT = 16;

    private final Function<PatchGrid, T> compute;
    private final Map<PatchGrid, T> kept =
            new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<PatchGrid, T> eldest) {
                    return size() > KEPT;
                }
            };

    RecentGrids(Function<PatchGrid, T> compute) {
        this.compute = compute;
    }

    /// What belongs to a grid.
    T of(PatchGrid grid) {
        return kept.computeIfAbsent(grid, compute);
    }
}
