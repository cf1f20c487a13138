package dev.glimpse.runtime;

/// How often images were encoded, and how often that was spared.
///
/// @param memoryHits images whose embedding was in memory
/// @param diskHits images whose embedding was in the cache folder
/// @param shared images that another request was having encoded at the time
/// @param misses images that were encoded
/// @param slices those that were encoded, the overviews of images among them
/// @param evictions embeddings that made room in memory for others
/// @param entries embeddings in memory now
/// @param bytes what these take
public record ImageCacheStatistics(
        long memoryHits,
        long diskHits,
        long shared,
        long misses,
        long slices,
        long evictions,
        long entries,
        long bytes) {

    /// Of a model that takes no images.
    public static final ImageCacheStatistics NONE =
            new ImageCacheStatistics(0, 0, 0, 0, 0, 0, 0, 0);
}
