package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.LibraryException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_backend_dev_caps;
import dev.glimpse.bindings.ffi.ggml_backend_dev_props;
import dev.glimpse.bindings.ffi.ggml_init_params;
import dev.glimpse.bindings.ffi.ggml_tensor;
import dev.glimpse.bindings.ffi.ggml_type_traits;
import dev.glimpse.bindings.ffi.gguf_init_params;
import dev.glimpse.bindings.ffi.llama_batch;
import dev.glimpse.bindings.ffi.llama_context_params;
import dev.glimpse.bindings.ffi.llama_logit_bias;
import dev.glimpse.bindings.ffi.llama_model_params;
import dev.glimpse.bindings.ffi.llama_sampler_chain_params;
import dev.glimpse.bindings.ffi.llama_token_data;
import dev.glimpse.bindings.ffi.llama_token_data_array;
import dev.glimpse.bindings.ffi.mtmd_caps;
import dev.glimpse.bindings.ffi.mtmd_context_params;
import dev.glimpse.bindings.ffi.mtmd_decoder_pos;
import dev.glimpse.bindings.ffi.mtmd_input_text;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compares the loaded libraries with the headers that the bindings were generated from: the
/// commit, and the size and every field's place of each struct that crosses the border. A library
/// of another version would otherwise read arguments from wrong places and end the process.
///
/// `libglimpse_abi`, compiled with the libraries, tells what they were compiled with.
final class AbiCheck {
    /// llama.cpp v0.5.0.
    static final String COMMIT = "de3ff815ea7d559ee917f063901b8986f038abc6";

    private static final List<GroupLayout> STRUCTS =
            List.of(
                    ggml_backend_dev_caps.layout(),
                    ggml_backend_dev_props.layout(),
                    ggml_init_params.layout(),
                    ggml_tensor.layout(),
                    ggml_type_traits.layout(),
                    gguf_init_params.layout(),
                    llama_batch.layout(),
                    llama_context_params.layout(),
                    llama_logit_bias.layout(),
                    llama_model_params.layout(),
                    llama_sampler_chain_params.layout(),
                    llama_token_data.layout(),
                    llama_token_data_array.layout(),
                    mtmd_caps.layout(),
                    mtmd_context_params.layout(),
                    mtmd_decoder_pos.layout(),
                    mtmd_input_text.layout());

    private AbiCheck() {}

    static void run(Path folder) {
        var differences = new ArrayList<String>();
        String commit = Llama.glimpse_abi_llama_commit().getString(0);
        if (!commit.equals(COMMIT)) {
            differences.add("llama.cpp commit " + commit + ", expected " + COMMIT);
        }
        try (var arena = Arena.ofConfined()) {
            for (GroupLayout struct : STRUCTS) {
                compare(struct, arena, differences);
            }
        }
        if (!differences.isEmpty()) {
            throw new LibraryException(
                    "the native libraries in "
                            + folder
                            + " are not those these bindings were made for:\n  "
                            + String.join("\n  ", differences)
                            + "\nBuild them with `make native`.");
        }
    }

    private static void compare(GroupLayout struct, Arena arena, List<String> differences) {
        String name = struct.name().orElseThrow();
        var structName = arena.allocateFrom(name);
        long size = Llama.glimpse_abi_sizeof(structName);
        if (size != struct.byteSize()) {
            differences.add(name + " has " + size + " bytes, expected " + struct.byteSize());
        }
        for (MemoryLayout member : struct.memberLayouts()) {
            member.name()
                    .filter(field -> !field.equals("padding")) // holds nothing
                    .ifPresent(field -> {
                        long expected = struct.byteOffset(PathElement.groupElement(field));
                        long found =
                                Llama.glimpse_abi_offsetof(structName, arena.allocateFrom(field));
                        if (found != expected) {
                            differences.add(
                                    name
                                            + "."
                                            + field
                                            + " is at "
                                            + found
                                            + ", expected "
                                            + expected);
                        }
                    });
        }
    }
}
