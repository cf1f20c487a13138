// Linear layers on 16-bit rows by AVX2.
#include "rows_avx2.h"

/// Rows and vectors of sums that stay in registers: 6 * 2, 2 vectors of weights, one of values and one of products.
#define TILE_ROWS 6
#define TILE_VECTORS (PANEL / LANES)

#define KERNEL(name) glimpse_##name##_avx2
#include "linear.h"

INLINE void multiply_group(int rows, const char * values, const char * scales, const struct linear * linear,
                           const char * weights, float (*sums)[PANEL]) {
    size_t bytes = linear->row_bytes;
    __m256i products[TILE_ROWS][TILE_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            products[r][v] = _mm256_setzero_si256();
        }
    }
    for (size_t k = 0; k < GROUP * sizeof(row_value); k += TOGETHER * sizeof(row_value)) {
        __m256i pairs[TILE_VECTORS];
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            pairs[v] = _mm256_loadu_si256((const __m256i *) (weights + k * PANEL + v * 32));
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m256i value = _mm256_set1_epi32(load_word(values + r * bytes + k));
            UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
                ADD_WORD_PRODUCTS(products[r][v], pairs[v], value);
            }
        }
    }
    const float * weight_scales = (const float *) (weights + GROUP_WEIGHT_BYTES);
    UNROLLED for (int r = 0; r < rows; r++) {
        vector row_scale = splat(load_float(scales + r * bytes));
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            float * sum = sums[r] + v * LANES;
            vector both = _mm256_loadu_ps(weight_scales + v * LANES) * row_scale;
            store(sum, multiply_add(_mm256_cvtepi32_ps(products[r][v]), both, load(sum)));
        }
    }
}
