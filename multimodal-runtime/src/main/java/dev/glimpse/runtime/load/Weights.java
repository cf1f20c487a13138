package dev.glimpse.runtime.load;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.LoraAdapter;
import java.util.Set;

/// A decoder's weights and what changes them.
record Weights(LlamaModel model, Set<LoraAdapter> adapters) implements AutoCloseable {
    Weights {
        adapters = Set.copyOf(adapters);
    }

    @Override
    public void close() {
        adapters.forEach(LoraAdapter::close);
        model.close();
    }
}
