// Kernels for what a vision transformer spends its time on, as operations of a ggml graph (ggml_custom_4d): linear layers
// on rows and weights of small whole numbers, layer norm, GELU, attention. The Java side draws graphs with them where
// glimpse_kernel finds them for the processor, and has checked all types and shapes; nothing here can fail.
//
// A processor has one kind of rows, weights and kernels for them:
//   AVX-512 with VNNI   8 bits a number (bytes.h)
//   AVX2                14 bits a number of a row and 12 of a weight, in 16 (words.h)
// and of attention, in products of bfloat16 (AVX-512 with BF16) or in 32-bit floats (AVX2).
// The environment's GLIMPSE_KERNELS names those that may be used, for comparing and tests: avx512, avx2 or none.
#ifndef GLIMPSE_KERNELS_H
#define GLIMPSE_KERNELS_H

#include "ggml.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/// Most numbers in a head of attention.
#define GLIMPSE_MAX_HEAD 256

/// The operation of this name for this processor, or NULL where it has none:
///   quantize         x F32 [n, rows]                                        -> rows I8
///   norm             x F32 [n, rows], weight, bias; user data: epsilon bits -> rows I8
///   linear           packed weights I8, rows I8, bias or none, other rows of the result's shape to add or none
///                                                                           -> F32 [outputs, rows]
///   linear_gelu      packed weights I8, rows I8, bias                       -> rows I8, GELU in its tanh form
///   linear_gelu_erf  the same                                               -> rows I8, GELU as it is defined
///   attention_pack   k, v F32 [n, heads, keys, sets]                        -> I8 [bytes, heads, sets]
///   attention        q F32 [n, heads, queries, sets], packed; user data: number of keys
///                                                                           -> F32 [n * heads, queries * sets]
///   attention_f32    attention, where its products are of 32-bit floats
EXPORT ggml_custom_op_t glimpse_kernel(const char * name);

/// Bytes of a row of so many numbers.
EXPORT size_t glimpse_row_bytes(size_t columns);

/// Bytes of a panel of packed weights with so many columns, and rows of the matrix in a panel.
EXPORT size_t glimpse_panel_bytes(size_t columns);
EXPORT size_t glimpse_panel_rows(void);

/// Rounds and packs a matrix of floats, row by row, into its panels; what is missing to whole ones becomes zero.
EXPORT void glimpse_pack(const float * matrix, size_t rows, size_t columns, void * panels);

/// Bytes that attention_pack makes of one head.
EXPORT size_t glimpse_attention_bytes(size_t keys, size_t key_size, size_t value_size);

/// The float whose bits a pointer carries.
static inline float float_of(void * bits) {
    uint32_t word = (uint32_t) (uintptr_t) bits;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

#ifdef __cplusplus
}
#endif

#endif
