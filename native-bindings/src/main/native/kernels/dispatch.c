// Which kernels this processor has.
#include "kernels.h"

#ifdef GLIMPSE_KERNELS_AVX512
void glimpse_quantize_avx512(struct ggml_tensor *, int, int, void *);
void glimpse_norm_avx512(struct ggml_tensor *, int, int, void *);
void glimpse_linear_avx512(struct ggml_tensor *, int, int, void *);
void glimpse_linear_gelu_avx512(struct ggml_tensor *, int, int, void *);
void glimpse_linear_gelu_erf_avx512(struct ggml_tensor *, int, int, void *);
void glimpse_attention_pack_avx512(struct ggml_tensor *, int, int, void *);
void glimpse_attention_avx512(struct ggml_tensor *, int, int, void *);

static int multiplies_bytes(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("fma");
}

static int multiplies_bf16(void) {
    return multiplies_bytes() && __builtin_cpu_supports("avx512bf16");
}

static const struct {
    const char *     name;
    ggml_custom_op_t operation;
    int (*runs_here)(void);
} kernels[] = {
    { "quantize", glimpse_quantize_avx512, multiplies_bytes },
    { "norm", glimpse_norm_avx512, multiplies_bytes },
    { "linear", glimpse_linear_avx512, multiplies_bytes },
    { "linear_gelu", glimpse_linear_gelu_avx512, multiplies_bytes },
    { "linear_gelu_erf", glimpse_linear_gelu_erf_avx512, multiplies_bytes },
    { "attention_pack", glimpse_attention_pack_avx512, multiplies_bf16 },
    { "attention", glimpse_attention_avx512, multiplies_bf16 },
};

ggml_custom_op_t glimpse_kernel(const char * name) {
    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
        if (strcmp(kernels[i].name, name) == 0 && kernels[i].runs_here()) {
            return kernels[i].operation;
        }
    }
    return NULL;
}
#else
ggml_custom_op_t glimpse_kernel(const char * name) {
    (void) name;
    return NULL;
}

size_t glimpse_attention_bytes(size_t keys, size_t key_size, size_t value_size) {
    (void) keys;
    (void) key_size;
    (void) value_size;
    return 0;
}
#endif
