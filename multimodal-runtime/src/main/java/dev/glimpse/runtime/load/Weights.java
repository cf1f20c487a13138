package dev.glimpse.runtime.load;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.LoraAdapter;
import dev.glimpse.runtime.memory.MemoryUse;
import java.util.Set;

/// A decoder's weights and what changes them.
///
/// @param memory what the model takes, vision encoder, caches and all
record Weights(LlamaModel model, Set<LoraAdapter> adapters, MemoryUse memory)
        implements AutoCloseable {
    Weights {
        adapters = Set.copyOf(adapters);
    }

    @Override
    public void close() {
        adapters.forEach(LoraAdapter::close);
        model.close();
    }
}
