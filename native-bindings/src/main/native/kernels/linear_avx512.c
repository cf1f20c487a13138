// Linear layers on 8-bit rows by AVX-512 with VNNI.
#include "rows_avx512.h"

/// Rows and vectors of sums that stay in registers: 6 * 4, 4 vectors of weights, and one of values.
#define TILE_ROWS 6
#define TILE_VECTORS (PANEL / LANES)

#define KERNEL(name) glimpse_##name##_avx512
#include "linear.h"

INLINE void multiply_group(int rows, const char * values, const char * scales, const struct linear * linear,
                           const char * weights, float (*sums)[PANEL]) {
    size_t bytes = linear->row_bytes;
    const char * starts = scales + linear->columns / GROUP * sizeof(float);
    __m512i products[TILE_ROWS][TILE_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            products[r][v] = _mm512_setzero_si512();
        }
    }
    for (size_t k = 0; k < GROUP; k += TOGETHER) {
        __m512i four[TILE_VECTORS];
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            four[v] = _mm512_loadu_si512(weights + k * PANEL + v * 64);
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m512i value = _mm512_set1_epi32(load_word(values + r * bytes + k));
            UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
                ADD_BYTE_PRODUCTS(products[r][v], four[v], value);
            }
        }
    }
    const float * weight_scales = (const float *) (weights + GROUP_WEIGHT_BYTES);
    vector weight_scale[TILE_VECTORS];
    UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
        weight_scale[v] = _mm512_loadu_ps(weight_scales + v * LANES);
    }
    UNROLLED for (int r = 0; r < rows; r++) {
        vector row_scale = splat(load_float(scales + r * bytes));
        __m512i row_start = _mm512_set1_epi32(load_word(starts + r * bytes));
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            float * sum = sums[r] + v * LANES;
            vector product = _mm512_cvtepi32_ps(_mm512_add_epi32(products[r][v], row_start));
            store(sum, multiply_add(product, weight_scale[v] * row_scale, load(sum)));
        }
    }
}
