// Vectors of AVX2. Multiply-accumulate instructions are written as assembly: 12 sums and what they are made of fill the 16
// registers, and compilers that move the products apart spill some.
#ifndef GLIMPSE_KERNELS_AVX2_H
#define GLIMPSE_KERNELS_AVX2_H

#include "simd.h"

/// Numbers in a vector of floats.
#define LANES 8

typedef __m256 vector;

/// sum[i] += 2 signed words of w times 2 signed words of a, for each of 8 sums.
#define ADD_WORD_PRODUCTS(sum, w, a)                                  \
    do {                                                              \
        __m256i product;                                              \
        __asm__("vpmaddwd %3, %2, %1\n\tvpaddd %1, %0, %0"            \
                : "+x"(sum), "=&x"(product)                           \
                : "x"(w), "x"(a));                                    \
    } while (0)

/// sum[i] += a[i] * b[i], for each of 8 sums.
#define ADD_PRODUCTS(sum, a, b) __asm__("vfmadd231ps %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b))

INLINE vector splat(float x) {
    return _mm256_set1_ps(x);
}

/// The lanes of the vector at `at` that lie before `count`: all bits of a lane, or none.
INLINE __m256i lanes_before(size_t at, size_t count) {
    int left = at >= count ? 0 : count - at < LANES ? (int) (count - at) : LANES;
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(left), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/// x, with zeros in place of what does not lie before `count`.
INLINE vector keep_before(vector x, size_t at, size_t count) {
    return _mm256_and_ps(x, _mm256_castsi256_ps(lanes_before(at, count)));
}

/// The numbers at `at` that lie before `count`, and zeros.
INLINE vector load_before(const float * x, size_t at, size_t count) {
    return at + LANES <= count ? _mm256_loadu_ps(x + at) : _mm256_maskload_ps(x + at, lanes_before(at, count));
}

INLINE void store_before(float * x, size_t at, size_t count, vector numbers) {
    if (at + LANES <= count) {
        _mm256_storeu_ps(x + at, numbers);
    } else {
        _mm256_maskstore_ps(x + at, lanes_before(at, count), numbers);
    }
}

/// From and to addresses that are whole multiples of a vector.
INLINE vector load(const float * x) {
    return _mm256_load_ps(x);
}

INLINE void store(float * x, vector numbers) {
    _mm256_store_ps(x, numbers);
}

INLINE vector multiply_add(vector a, vector b, vector c) {
    return _mm256_fmadd_ps(a, b, c);
}

INLINE vector larger(vector a, vector b) {
    return _mm256_max_ps(a, b);
}

/// The larger of both in lanes that lie before `count`, else a.
INLINE vector larger_before(vector a, vector b, size_t at, size_t count) {
    return _mm256_max_ps(a, _mm256_blendv_ps(a, b, _mm256_castsi256_ps(lanes_before(at, count))));
}

INLINE vector smaller(vector a, vector b) {
    return _mm256_min_ps(a, b);
}

INLINE vector absolute(vector x) {
    return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x);
}

INLINE float sum_lanes(vector x) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

INLINE float largest_lane(vector x) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

/// To the nearest whole number.
INLINE vector round_vector(vector x) {
    return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

/// x * 2^power for whole powers from -126 to 127.
INLINE vector times_power_of_two(vector x, vector power) {
    __m256i exponent = _mm256_add_epi32(_mm256_cvtps_epi32(power), _mm256_set1_epi32(127));
    return x * _mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23));
}

/// x where `by` is negative, else 1 - x.
INLINE vector complement_unless_negative(vector x, vector by) {
    return _mm256_blendv_ps(_mm256_set1_ps(1.0f) - x, x, by);
}

#include "functions.h"

#endif
