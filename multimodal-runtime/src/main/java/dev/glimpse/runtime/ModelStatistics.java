package dev.glimpse.runtime;

/// What an open model has done and holds; each part is of one moment, not all of the same.
///
/// @param queue how busy it is
/// @param images how often images had to be encoded
/// @param prefixes what requests had in common
/// @param weightBytes what the decoder's weights take in memory
public record ModelStatistics(
        QueueStatus queue,
        ImageCacheStatistics images,
        PrefixStatistics prefixes,
        long weightBytes) {}
