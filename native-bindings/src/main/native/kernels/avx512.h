// What the AVX-512 kernels share. Multiply-accumulate instructions are written as assembly: GCC 12 copies and spills
// the sums of the intrinsics, at two thirds of the speed.
#ifndef GLIMPSE_KERNELS_AVX512_H
#define GLIMPSE_KERNELS_AVX512_H

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
#define LANES 16

/// sum[i] += 4 unsigned bytes of w times 4 signed bytes of a, for each of 16 sums.
#define ADD_BYTE_PRODUCTS(sum, w, a) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(w), "v"(a))

/// sum[i] += 2 numbers of a times 2 numbers of b, all bfloat16, for each of 16 sums.
#define ADD_BF16_PRODUCTS(sum, a, b) __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b))

/// The lanes of the vector at `at` that lie before `count`.
INLINE __mmask16 lanes_before(size_t at, size_t count) {
    return at + LANES <= count ? 0xffff : at >= count ? 0 : (__mmask16) ((1u << (count - at)) - 1);
}

INLINE int32_t load_word(const void * at) {
    int32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

INLINE float load_float(const void * at) {
    float value;
    memcpy(&value, at, sizeof value);
    return value;
}

/// 2^x for x from -127 to 127, relative error below 2e-7: Taylor's series around the nearest whole number.
INLINE __m512 exp2_vector(__m512 x) {
    __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m512 part = _mm512_sub_ps(x, whole);
    __m512 sum = _mm512_set1_ps(1.5403530e-4f);
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(1.3333558e-3f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(9.6181291e-3f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(5.5504109e-2f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(2.4022651e-1f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(6.9314718e-1f));
    sum = _mm512_fmadd_ps(sum, part, _mm512_set1_ps(1.0f));
    return _mm512_scalef_ps(sum, whole);
}

/// GELU in its tanh form (Hendrycks and Gimpel 2016): x / (1 + exp(-2 sqrt(2 / pi) (x + 0.044715 x^3))).
INLINE __m512 gelu_vector(__m512 x) {
    const float rate = -2.0f * 0.7978845608f * 1.4426950409f;
    __m512 cubic = _mm512_fmadd_ps(_mm512_mul_ps(x, x), _mm512_set1_ps(0.044715f), _mm512_set1_ps(1.0f));
    __m512 power = _mm512_mul_ps(_mm512_mul_ps(x, cubic), _mm512_set1_ps(rate));
    power = _mm512_max_ps(_mm512_min_ps(power, _mm512_set1_ps(126.0f)), _mm512_set1_ps(-126.0f));
    return _mm512_div_ps(x, _mm512_add_ps(_mm512_set1_ps(1.0f), exp2_vector(power)));
}

/// GELU as it is defined: x times the share of the normal distribution below x. The share beyond |x| is half of
/// erfc(|x| / sqrt(2)), absolute error below 1e-7 (Abramowitz and Stegun 1964, 7.1.26).
INLINE __m512 gelu_erf_vector(__m512 x) {
    __m512 size = _mm512_abs_ps(x);
    __m512 t = _mm512_fmadd_ps(size, _mm512_set1_ps(0.3275911f * 0.7071067812f), _mm512_set1_ps(1.0f));
    t = _mm512_div_ps(_mm512_set1_ps(1.0f), t);
    __m512 sum = _mm512_set1_ps(0.5f * 1.061405429f);
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(0.5f * -1.453152027f));
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(0.5f * 1.421413741f));
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(0.5f * -0.284496736f));
    sum = _mm512_fmadd_ps(sum, t, _mm512_set1_ps(0.5f * 0.254829592f));
    __m512 power = _mm512_mul_ps(_mm512_mul_ps(x, x), _mm512_set1_ps(-0.5f * 1.4426950409f));
    power = _mm512_max_ps(power, _mm512_set1_ps(-126.0f));
    __m512 beyond = _mm512_mul_ps(_mm512_mul_ps(sum, t), exp2_vector(power));
    __mmask16 negative = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_LT_OQ);
    __m512 below = _mm512_mask_sub_ps(beyond, (__mmask16) ~negative, _mm512_set1_ps(1.0f), beyond);
    return _mm512_mul_ps(x, below);
}

#endif
