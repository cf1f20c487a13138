// Floats to 16-bit rows.
#ifndef GLIMPSE_KERNELS_ROWS_AVX2_H
#define GLIMPSE_KERNELS_ROWS_AVX2_H

#include "avx2.h"
#include "words.h"

#define GROUP_VECTORS (GROUP / LANES)

/// Rounds one group of a row.
INLINE void write_group(const vector * numbers, void * row, size_t columns, size_t group) {
    int16_t * values = (int16_t *) row + group * GROUP;
    vector largest = absolute(numbers[0]);
    UNROLLED for (int v = 1; v < GROUP_VECTORS; v++) {
        largest = larger(largest, absolute(numbers[v]));
    }
    float most = largest_lane(largest);
    vector inverse = splat(most > 0 ? ROW_MOST / most : 0.0f);
    UNROLLED for (int v = 0; v < GROUP_VECTORS; v += 2) {
        __m256i low = _mm256_cvtps_epi32(numbers[v] * inverse);
        __m256i high = _mm256_cvtps_epi32(numbers[v + 1] * inverse);
        __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xd8);
        _mm256_storeu_si256((__m256i *) (values + v * LANES), words);
    }
    row_scales(row, columns)[group] = most / ROW_MOST;
}

#endif
