// Which kernels this processor has.
#include "kernels.h"

#include "packing.h"

#include <stdlib.h>

struct kernel {
    const char *     name;
    ggml_custom_op_t operation;
};

/// Kernels of linear layers, and how what they read and write lies in memory.
struct linear_kernels {
    const struct packing * packing;
    struct kernel          kernels[6]; // ends with a name that is NULL
};

struct attention_kernels {
    size_t (*bytes)(size_t keys, size_t key_size, size_t value_size);
    struct kernel kernels[4]; // ends with a name that is NULL
};

#define LINEAR_KERNELS(isa)                                                   \
    void glimpse_quantize_##isa(struct ggml_tensor *, int, int, void *);        \
    void glimpse_norm_##isa(struct ggml_tensor *, int, int, void *);            \
    void glimpse_linear_##isa(struct ggml_tensor *, int, int, void *);          \
    void glimpse_linear_gelu_##isa(struct ggml_tensor *, int, int, void *);     \
    void glimpse_linear_gelu_erf_##isa(struct ggml_tensor *, int, int, void *);

#define LINEAR_TABLE(isa)                                                      \
    { { "quantize", glimpse_quantize_##isa },                                  \
      { "norm", glimpse_norm_##isa },                                          \
      { "linear", glimpse_linear_##isa },                                      \
      { "linear_gelu", glimpse_linear_gelu_##isa },                            \
      { "linear_gelu_erf", glimpse_linear_gelu_erf_##isa } }

#define ATTENTION_KERNELS(isa)                                                            \
    size_t glimpse_attention_bytes_##isa(size_t keys, size_t key_size, size_t value_size);  \
    void glimpse_attention_pack_##isa(struct ggml_tensor *, int, int, void *);              \
    void glimpse_attention_##isa(struct ggml_tensor *, int, int, void *);

#define ATTENTION_TABLE(isa) { "attention_pack", glimpse_attention_pack_##isa }, { "attention", glimpse_attention_##isa }

static const struct linear_kernels no_linear = { &glimpse_bytes, { { 0 } } };

static size_t no_bytes(size_t keys, size_t key_size, size_t value_size) {
    (void) keys;
    (void) key_size;
    (void) value_size;
    return 0;
}

static const struct attention_kernels no_attention = { no_bytes, { { 0 } } };

/// Whether the environment lets kernels of this name take part.
static int allowed(const char * isa) {
    const char * only = getenv("GLIMPSE_KERNELS");
    return only == NULL || *only == 0 || strcmp(only, isa) == 0;
}

#ifdef GLIMPSE_KERNELS_AVX512
LINEAR_KERNELS(avx512)
ATTENTION_KERNELS(avx512)

static const struct linear_kernels    linear_avx512    = { &glimpse_bytes, LINEAR_TABLE(avx512) };
static const struct attention_kernels attention_avx512 = { glimpse_attention_bytes_avx512,
                                                           { ATTENTION_TABLE(avx512) } };

static int multiplies_bytes(void) {
    return allowed("avx512") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni")
        && __builtin_cpu_supports("fma");
}

static int multiplies_bf16(void) {
    return multiplies_bytes() && __builtin_cpu_supports("avx512bf16");
}
#endif

#ifdef GLIMPSE_KERNELS_AVX2
LINEAR_KERNELS(avx2)
ATTENTION_KERNELS(avx2)

static const struct linear_kernels    linear_avx2    = { &glimpse_words, LINEAR_TABLE(avx2) };
static const struct attention_kernels attention_avx2 = {
    glimpse_attention_bytes_avx2, { ATTENTION_TABLE(avx2), { "attention_f32", glimpse_attention_avx2 } }
};

static int multiplies_words(void) {
    return allowed("avx2") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif

static const struct linear_kernels * linear_kernels(void) {
#ifdef GLIMPSE_KERNELS_AVX512
    if (multiplies_bytes()) {
        return &linear_avx512;
    }
#endif
#ifdef GLIMPSE_KERNELS_AVX2
    if (multiplies_words()) {
        return &linear_avx2;
    }
#endif
    return &no_linear;
}

static const struct attention_kernels * attention_kernels(void) {
#ifdef GLIMPSE_KERNELS_AVX512
    if (multiplies_bf16()) {
        return &attention_avx512;
    }
#endif
#ifdef GLIMPSE_KERNELS_AVX2
    if (multiplies_words()) {
        return &attention_avx2;
    }
#endif
    return &no_attention;
}

static ggml_custom_op_t find(const struct kernel * kernel, const char * name) {
    while (kernel->name != NULL && strcmp(kernel->name, name) != 0) {
        kernel++;
    }
    return kernel->operation;
}

ggml_custom_op_t glimpse_kernel(const char * name) {
    ggml_custom_op_t linear = find(linear_kernels()->kernels, name);
    return linear != NULL ? linear : find(attention_kernels()->kernels, name);
}

size_t glimpse_row_bytes(size_t columns) {
    return linear_kernels()->packing->row_bytes(columns);
}

size_t glimpse_panel_bytes(size_t columns) {
    return linear_kernels()->packing->panel_bytes(columns);
}

size_t glimpse_panel_rows(void) {
    return linear_kernels()->packing->panel_rows;
}

void glimpse_pack(const float * matrix, size_t rows, size_t columns, void * panels) {
    linear_kernels()->packing->pack(matrix, rows, columns, panels);
}

size_t glimpse_attention_bytes(size_t keys, size_t key_size, size_t value_size) {
    return attention_kernels()->bytes(keys, key_size, value_size);
}
