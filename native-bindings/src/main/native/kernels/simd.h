// What all kernels with vector instructions share.
#ifndef GLIMPSE_KERNELS_SIMD_H
#define GLIMPSE_KERNELS_SIMD_H

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

#endif
