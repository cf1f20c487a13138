package dev.glimpse.cli.rows;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a run begins on a file that may have rows of earlier runs.
///
/// @param resume whether it goes on after them; else they are dropped
/// @param retryFailed whether rows that say why there is no caption are dropped, so that those
///   images are tried again
/// @param images the names of all images, in the order that their rows shall have
/// @param settings what the answers depend on, by name, fit to show to a user; a run goes on under
///   the same ones alone
public record Beginning(
        boolean resume, boolean retryFailed, List<String> images, Map<String, String> settings) {
    public Beginning {
        images = List.copyOf(images);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
