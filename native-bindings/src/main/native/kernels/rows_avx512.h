// Floats to 8-bit rows.
#ifndef GLIMPSE_KERNELS_ROWS_AVX512_H
#define GLIMPSE_KERNELS_ROWS_AVX512_H

#include "avx512.h"
#include "bytes.h"

#define GROUP_VECTORS (GROUP / LANES)

/// Rounds one group of a row.
INLINE void write_group(const vector * numbers, void * row, size_t columns, size_t group) {
    int8_t * values = (int8_t *) row + group * GROUP;
    vector largest = absolute(numbers[0]);
    UNROLLED for (int v = 1; v < GROUP_VECTORS; v++) {
        largest = larger(largest, absolute(numbers[v]));
    }
    float most = largest_lane(largest);
    vector inverse = splat(most > 0 ? ROW_MOST / most : 0.0f);
    __m512i sum = _mm512_setzero_si512();
    UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
        __m512i rounded = _mm512_cvtps_epi32(numbers[v] * inverse);
        sum = _mm512_add_epi32(sum, rounded);
        _mm_storeu_si128((__m128i *) (values + v * LANES), _mm512_cvtsepi32_epi8(rounded));
    }
    row_scales(row, columns)[group] = most / ROW_MOST;
    row_starts(row, columns)[group] = -WEIGHT_ZERO * _mm512_reduce_add_epi32(sum);
}

#endif
