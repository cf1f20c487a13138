package dev.glimpse.runtime;

import dev.glimpse.runtime.memory.MemoryUse;

/// What an open model has done and holds; each part is of one moment, not all of the same.
///
/// @param queue how busy it is
/// @param images how often images had to be encoded
/// @param prefixes what requests had in common
/// @param memory what it takes, on all devices together
public record ModelStatistics(
        QueueStatus queue,
        ImageCacheStatistics images,
        PrefixStatistics prefixes,
        MemoryUse memory) {}
