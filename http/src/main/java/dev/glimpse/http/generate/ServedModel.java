package dev.glimpse.http.generate;

import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.wire.RequestBody;

/// What endpoints that ask the model have in common. Thread-safe: its parts are.
///
/// @param id the model's name in replies
/// @param generations asks it
/// @param limits on what requests may have
/// @param bodies reads requests
public record ServedModel(
        String id, Generations generations, ContentLimits limits, RequestBody.Reader bodies) {}
