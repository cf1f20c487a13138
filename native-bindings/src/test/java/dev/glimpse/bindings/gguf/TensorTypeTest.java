package dev.glimpse.bindings.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.library.NativeLibraries;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TensorTypeTest {
    @BeforeAll
    static void load() {
        NativeLibraries.load();
    }

    @Test
    void codesNamesAndBlocksAreThoseOfGgml() {
        for (TensorType type : TensorType.values()) {
            assertThat(name(type.code())).isEqualTo(type.name().toLowerCase(Locale.ROOT));
            assertThat(Llama.ggml_blck_size(type.code()))
                    .as("%s", type)
                    .isEqualTo(type.blockElements());
            assertThat(Llama.ggml_type_size(type.code()))
                    .as("%s", type)
                    .isEqualTo(type.blockBytes());
            assertThat(Llama.ggml_is_quantized(type.code()))
                    .as("%s", type)
                    .isEqualTo(type.isQuantized());
            assertThat(TensorType.ofCode(type.code())).hasValue(type);
        }
    }

    @Test
    void everyTypeOfGgmlIsKnown() {
        for (int code = 0; code < Llama.GGML_TYPE_COUNT(); code++) {
            boolean stored = Llama.ggml_type_size(code) > 0;
            assertThat(TensorType.ofCode(code).isPresent()).as("code %d", code).isEqualTo(stored);
        }
        assertThat(TensorType.ofCode(Llama.GGML_TYPE_COUNT())).isEmpty();
    }

    private static String name(int code) {
        return Llama.ggml_type_name(code).getString(0).toLowerCase(Locale.ROOT);
    }
}
