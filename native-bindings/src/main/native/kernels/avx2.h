// What the AVX2 kernels share. Multiply-accumulate instructions are written as assembly: 12 sums and what they are made
// of fill the 16 registers, and compilers that move the products apart spill some.
#ifndef GLIMPSE_KERNELS_AVX2_H
#define GLIMPSE_KERNELS_AVX2_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#ifdef __clang__
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 16")
#endif

/// Numbers in a vector of floats.
#define LANES 8

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

/// The lanes of the vector at `at` that lie before `count`: all bits of a lane, or none.
INLINE __m256i lanes_before(size_t at, size_t count) {
    int left = at >= count ? 0 : count - at < LANES ? (int) (count - at) : LANES;
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(left), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/// The numbers at `at` that lie before `count`, and zeros.
INLINE __m256 load_before(const float * x, size_t at, size_t count) {
    return at + LANES <= count ? _mm256_loadu_ps(x + at) : _mm256_maskload_ps(x + at, lanes_before(at, count));
}

INLINE void store_before(float * x, size_t at, size_t count, __m256 numbers) {
    if (at + LANES <= count) {
        _mm256_storeu_ps(x + at, numbers);
    } else {
        _mm256_maskstore_ps(x + at, lanes_before(at, count), numbers);
    }
}

INLINE int32_t load_word(const void * at) {
    int32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

INLINE __m256 absolute(__m256 x) {
    return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x);
}

INLINE float sum_lanes(__m256 x) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

INLINE float largest_lane(__m256 x) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

/// 2^x for x from -126 to 127, relative error below 2e-7: Taylor's series around the nearest whole number.
INLINE __m256 exp2_vector(__m256 x) {
    __m256 whole = _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 part = _mm256_sub_ps(x, whole);
    __m256 sum = _mm256_set1_ps(1.5403530e-4f);
    sum = _mm256_fmadd_ps(sum, part, _mm256_set1_ps(1.3333558e-3f));
    sum = _mm256_fmadd_ps(sum, part, _mm256_set1_ps(9.6181291e-3f));
    sum = _mm256_fmadd_ps(sum, part, _mm256_set1_ps(5.5504109e-2f));
    sum = _mm256_fmadd_ps(sum, part, _mm256_set1_ps(2.4022651e-1f));
    sum = _mm256_fmadd_ps(sum, part, _mm256_set1_ps(6.9314718e-1f));
    sum = _mm256_fmadd_ps(sum, part, _mm256_set1_ps(1.0f));
    __m256i exponent = _mm256_add_epi32(_mm256_cvtps_epi32(whole), _mm256_set1_epi32(127));
    return _mm256_mul_ps(sum, _mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23)));
}

/// GELU in its tanh form (Hendrycks and Gimpel 2016): x / (1 + exp(-2 sqrt(2 / pi) (x + 0.044715 x^3))).
INLINE __m256 gelu_vector(__m256 x) {
    const float rate = -2.0f * 0.7978845608f * 1.4426950409f;
    __m256 cubic = _mm256_fmadd_ps(_mm256_mul_ps(x, x), _mm256_set1_ps(0.044715f), _mm256_set1_ps(1.0f));
    __m256 power = _mm256_mul_ps(_mm256_mul_ps(x, cubic), _mm256_set1_ps(rate));
    power = _mm256_max_ps(_mm256_min_ps(power, _mm256_set1_ps(126.0f)), _mm256_set1_ps(-126.0f));
    return _mm256_div_ps(x, _mm256_add_ps(_mm256_set1_ps(1.0f), exp2_vector(power)));
}

/// GELU as it is defined: x times the share of the normal distribution below x. The share beyond |x| is half of
/// erfc(|x| / sqrt(2)), absolute error below 1e-7 (Abramowitz and Stegun 1964, 7.1.26).
INLINE __m256 gelu_erf_vector(__m256 x) {
    __m256 t = _mm256_fmadd_ps(absolute(x), _mm256_set1_ps(0.3275911f * 0.7071067812f), _mm256_set1_ps(1.0f));
    t = _mm256_div_ps(_mm256_set1_ps(1.0f), t);
    __m256 sum = _mm256_set1_ps(0.5f * 1.061405429f);
    sum = _mm256_fmadd_ps(sum, t, _mm256_set1_ps(0.5f * -1.453152027f));
    sum = _mm256_fmadd_ps(sum, t, _mm256_set1_ps(0.5f * 1.421413741f));
    sum = _mm256_fmadd_ps(sum, t, _mm256_set1_ps(0.5f * -0.284496736f));
    sum = _mm256_fmadd_ps(sum, t, _mm256_set1_ps(0.5f * 0.254829592f));
    __m256 power = _mm256_mul_ps(_mm256_mul_ps(x, x), _mm256_set1_ps(-0.5f * 1.4426950409f));
    power = _mm256_max_ps(power, _mm256_set1_ps(-126.0f));
    __m256 beyond = _mm256_mul_ps(_mm256_mul_ps(sum, t), exp2_vector(power));
    // The sign bit of x chooses.
    __m256 below = _mm256_blendv_ps(_mm256_sub_ps(_mm256_set1_ps(1.0f), beyond), beyond, x);
    return _mm256_mul_ps(x, below);
}

#endif
