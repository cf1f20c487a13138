// Vectors of AVX-512. Multiply-accumulate instructions are written as assembly: GCC 12 copies and spills the sums of the
// intrinsics, at two thirds of the speed.
#ifndef GLIMPSE_KERNELS_AVX512_H
#define GLIMPSE_KERNELS_AVX512_H

#include "simd.h"

/// Numbers in a vector of floats.
#define LANES 16

typedef __m512 vector;

/// sum[i] += 4 unsigned bytes of w times 4 signed bytes of a, for each of 16 sums.
#define ADD_BYTE_PRODUCTS(sum, w, a) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(w), "v"(a))

/// sum[i] += 2 numbers of a times 2 numbers of b, all bfloat16, for each of 16 sums.
#define ADD_BF16_PRODUCTS(sum, a, b) __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b))

INLINE vector splat(float x) {
    return _mm512_set1_ps(x);
}

/// The lanes of the vector at `at` that lie before `count`.
INLINE __mmask16 lanes_before(size_t at, size_t count) {
    return at + LANES <= count ? 0xffff : at >= count ? 0 : (__mmask16) ((1u << (count - at)) - 1);
}

/// x, with zeros in place of what does not lie before `count`.
INLINE vector keep_before(vector x, size_t at, size_t count) {
    return _mm512_maskz_mov_ps(lanes_before(at, count), x);
}

/// The numbers at `at` that lie before `count`, and zeros.
INLINE vector load_before(const float * x, size_t at, size_t count) {
    return _mm512_maskz_loadu_ps(lanes_before(at, count), x + at);
}

INLINE void store_before(float * x, size_t at, size_t count, vector numbers) {
    _mm512_mask_storeu_ps(x + at, lanes_before(at, count), numbers);
}

/// From and to addresses that are whole multiples of a vector.
INLINE vector load(const float * x) {
    return _mm512_load_ps(x);
}

INLINE void store(float * x, vector numbers) {
    _mm512_store_ps(x, numbers);
}

INLINE vector multiply_add(vector a, vector b, vector c) {
    return _mm512_fmadd_ps(a, b, c);
}

INLINE vector larger(vector a, vector b) {
    return _mm512_max_ps(a, b);
}

/// The larger of both in lanes that lie before `count`, else a.
INLINE vector larger_before(vector a, vector b, size_t at, size_t count) {
    return _mm512_mask_max_ps(a, lanes_before(at, count), a, b);
}

INLINE vector smaller(vector a, vector b) {
    return _mm512_min_ps(a, b);
}

INLINE vector absolute(vector x) {
    return _mm512_abs_ps(x);
}

INLINE float sum_lanes(vector x) {
    return _mm512_reduce_add_ps(x);
}

INLINE float largest_lane(vector x) {
    return _mm512_reduce_max_ps(x);
}

/// To the nearest whole number.
INLINE vector round_vector(vector x) {
    return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

/// x * 2^power for whole powers.
INLINE vector times_power_of_two(vector x, vector power) {
    return _mm512_scalef_ps(x, power);
}

/// x where `by` is negative, else 1 - x.
INLINE vector complement_unless_negative(vector x, vector by) {
    __mmask16 negative = _mm512_cmp_ps_mask(by, _mm512_setzero_ps(), _CMP_LT_OQ);
    return _mm512_mask_sub_ps(x, (__mmask16) ~negative, _mm512_set1_ps(1.0f), x);
}

#include "functions.h"

#endif
