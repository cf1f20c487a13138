// Floats to 8-bit rows.
#ifndef GLIMPSE_KERNELS_ROWS_AVX512_H
#define GLIMPSE_KERNELS_ROWS_AVX512_H

#include "avx512.h"
#include "bytes.h"

#define GROUP_VECTORS (GROUP / LANES)

/// Rounds one group, which is in registers.
INLINE void write_group(const __m512 * numbers, int8_t * values, float * scale, int32_t * start) {
    __m512 largest = _mm512_abs_ps(numbers[0]);
    UNROLLED for (int v = 1; v < GROUP_VECTORS; v++) {
        largest = _mm512_max_ps(largest, _mm512_abs_ps(numbers[v]));
    }
    float most = _mm512_reduce_max_ps(largest);
    __m512 inverse = _mm512_set1_ps(most > 0 ? 127.0f / most : 0.0f);
    __m512i sum = _mm512_setzero_si512();
    UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
        __m512i rounded = _mm512_cvtps_epi32(_mm512_mul_ps(numbers[v], inverse));
        sum = _mm512_add_epi32(sum, rounded);
        _mm_storeu_si128((__m128i *) (values + v * LANES), _mm512_cvtsepi32_epi8(rounded));
    }
    *scale = most / 127.0f;
    *start = -128 * _mm512_reduce_add_epi32(sum);
}

#endif
