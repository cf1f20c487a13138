// Floats to 16-bit rows.
#ifndef GLIMPSE_KERNELS_ROWS_AVX2_H
#define GLIMPSE_KERNELS_ROWS_AVX2_H

#include "avx2.h"
#include "words.h"

#define GROUP_VECTORS (GROUP / LANES)

/// Rounds one group.
INLINE void write_group(const __m256 * numbers, int16_t * values, float * scale) {
    __m256 largest = absolute(numbers[0]);
    UNROLLED for (int v = 1; v < GROUP_VECTORS; v++) {
        largest = _mm256_max_ps(largest, absolute(numbers[v]));
    }
    float most = largest_lane(largest);
    __m256 inverse = _mm256_set1_ps(most > 0 ? ROW_MOST / most : 0.0f);
    UNROLLED for (int v = 0; v < GROUP_VECTORS; v += 2) {
        __m256i low = _mm256_cvtps_epi32(_mm256_mul_ps(numbers[v], inverse));
        __m256i high = _mm256_cvtps_epi32(_mm256_mul_ps(numbers[v + 1], inverse));
        __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xd8);
        _mm256_storeu_si256((__m256i *) (values + v * LANES), words);
    }
    *scale = most / ROW_MOST;
}

#endif
