package dev.glimpse.runtime.load;

import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What can be said about a LoRA adapter's file before llama.cpp sees it: that it changes weights
/// that the decoder has, by pairs of matrices that fit them (`llama_adapter_lora_init_impl` of
/// llama.cpp v0.5.0, whose graphs take the shapes on trust).
///
/// For a weight of `[in, out]` there are `lora_a` of `[in, rank]` and `lora_b` of `[rank, out]`;
/// where it has one of these for each expert, so have they.
final class AdapterCheck {
    private static final String A = ".lora_a";
    private static final String B = ".lora_b";

    private final GgufFile adapter;
    private final GgufFile model;

    private AdapterCheck(GgufFile adapter, GgufFile model) {
        this.adapter = adapter;
        this.model = model;
    }

    /// Checks an adapter for a decoder whose own file passed its checks.
    ///
    /// @throws ModelLoadException with what was found and what is expected
    static void check(Path adapter, GgufFile model) {
        try {
            new AdapterCheck(GgufFile.read(adapter), model).check();
        } catch (GgufException e) {
            throw new ModelLoadException(e.getMessage(), e);
        }
    }

    private void check() {
        requireText("general.type", "adapter");
        requireText("adapter.type", "lora");
        requireText(
                "general.architecture",
                model.text("general.architecture").orElse("an unknown one"));
        if (adapter.has("adapter.alora.invocation_tokens")) {
            throw fault("is an activated LoRA, which begins at a token; only plain LoRA is known");
        }
        adapter.real("adapter.lora.alpha");
        Set<String> weights = weights();
        if (weights.isEmpty()) {
            throw fault("has no pairs of lora_a and lora_b; it changes nothing");
        }
        weights.forEach(this::pair);
    }

    private void requireText(String key, String expected) {
        String found = adapter.text(key).orElse("absent");
        if (!found.equals(expected)) {
            throw fault("has " + key + " " + found + "; expected " + expected);
        }
    }

    private Set<String> weights() {
        var weights = new HashSet<String>();
        for (TensorInfo tensor : adapter.tensors()) {
            String name = tensor.name();
            if (name.endsWith(A)) {
                weights.add(name.substring(0, name.length() - A.length()));
            } else if (name.endsWith(B)) {
                weights.add(name.substring(0, name.length() - B.length()));
            } else {
                throw fault(
                        "has a tensor "
                                + name
                                + "; only pairs ending in "
                                + A
                                + " and "
                                + B
                                + " are known");
            }
            if (!tensor.type().isMultiplicand()) {
                throw fault("has " + name + " of type " + tensor.type());
            }
        }
        return weights;
    }

    private void pair(String weight) {
        if (weight.equals("token_embd.weight")) {
            throw fault("changes token_embd.weight; rows of prompts are looked up in it unchanged");
        }
        TensorInfo changed =
                model.tensor(weight)
                        .orElseThrow(() ->
                                fault(
                                        "changes "
                                                + weight
                                                + ", which "
                                                + model.path()
                                                + " does not have; it is for another model"));
        List<Long> a = half(weight + A).shape();
        List<Long> b = half(weight + B).shape();
        List<Long> shape = changed.shape();
        boolean fits =
                shape.size() >= 2
                        && extent(a, 0) == extent(shape, 0)
                        && extent(b, 1) == extent(shape, 1)
                        && extent(a, 1) == extent(b, 0)
                        && extent(a, 2) == extent(shape, 2)
                        && extent(b, 2) == extent(shape, 2)
                        && extent(a, 3) == 1
                        && extent(b, 3) == 1;
        if (!fits) {
            throw fault(
                    "has "
                            + half(weight + A).shapeText()
                            + " and "
                            + half(weight + B).shapeText()
                            + " for "
                            + weight
                            + " of "
                            + changed.shapeText()
                            + "; expected [in, rank] and [rank, out] for [in, out]");
        }
    }

    private TensorInfo half(String name) {
        return adapter.tensor(name)
                .orElseThrow(() -> fault("has no " + name + " to its other half"));
    }

    private static long extent(List<Long> shape, int dimension) {
        return dimension < shape.size() ? shape.get(dimension) : 1;
    }

    private ModelLoadException fault(String what) {
        return new ModelLoadException(adapter.path() + " " + what);
    }
}
