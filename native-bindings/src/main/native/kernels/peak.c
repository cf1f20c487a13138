// glimpse-native-peak: what one core of this machine can multiply and add, from registers alone, in 10^9 operations a
// second, a line for each kind of number that it has instructions for. Benchmarks print their figures beside it.
#include <stdio.h>
#include <time.h>

#ifdef GLIMPSE_PEAK

#define REPEATS 2000000L
#define SUMS 12
#define ROUNDS 20

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

#define STEP(instruction, sum) instruction " %%zmm30, %%zmm31, %%zmm" #sum "\n"
#define FLOATS(sum) "vfmadd231ps %%ymm14, %%ymm15, %%ymm" #sum "\n"
#define WORDS(sum) "vpmaddwd %%ymm14, %%ymm15, %%ymm12\nvpaddd %%ymm12, %%ymm" #sum ", %%ymm" #sum "\n"
#define TWELVE(step) step(0) step(1) step(2) step(3) step(4) step(5) step(6) step(7) step(8) step(9) step(10) step(11)

/// As many independent sums as hide the latency of an instruction.
#define LOOP(name, instruction)                                                                            \
    __attribute__((target("avx512f"))) static void name(void) {                                            \
        long left = REPEATS;                                                                               \
        __asm__ volatile("vpxord %%zmm30, %%zmm30, %%zmm30\nvpxord %%zmm31, %%zmm31, %%zmm31\n"            \
                         "1:\n" STEP(instruction, 0) STEP(instruction, 1) STEP(instruction, 2)             \
                         STEP(instruction, 3) STEP(instruction, 4) STEP(instruction, 5)                    \
                         STEP(instruction, 6) STEP(instruction, 7) STEP(instruction, 8)                    \
                         STEP(instruction, 9) STEP(instruction, 10) STEP(instruction, 11)                  \
                         "dec %0\njnz 1b"                                                                  \
                         : "+r"(left)                                                                      \
                         :                                                                                 \
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", \
                           "xmm10", "xmm11", "xmm30", "xmm31");                                            \
    }

/// The same with the 16 registers of AVX2.
#define SHORT_LOOP(name, step)                                                                             \
    __attribute__((target("avx2"))) static void name(void) {                                               \
        long left = REPEATS;                                                                               \
        __asm__ volatile("vpxor %%ymm14, %%ymm14, %%ymm14\nvpxor %%ymm15, %%ymm15, %%ymm15\n"              \
                         "1:\n" TWELVE(step) "dec %0\njnz 1b"                                               \
                         : "+r"(left)                                                                      \
                         :                                                                                 \
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", \
                           "xmm10", "xmm11", "xmm12", "xmm14", "xmm15");                                   \
    }

SHORT_LOOP(short_floats, FLOATS)
SHORT_LOOP(words, WORDS)
LOOP(bytes, "vpdpbusd")
LOOP(bf16, "vdpbf16ps")
LOOP(floats, "vfmadd231ps")

/// @param operations products and sums of an instruction
static void report(const char * name, void (*loop)(void), double operations) {
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        loop();
        double taken = seconds() - start;
        best = taken < best ? taken : best;
    }
    printf("%s %.0f\n", name, (double) REPEATS * SUMS * operations / best / 1e9);
}

int main(void) {
    if (__builtin_cpu_supports("avx512f")) {
        report("f32", floats, 32);
    } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        report("f32", short_floats, 16);
    }
    if (__builtin_cpu_supports("avx2")) {
        report("int16", words, 32);
    }
    if (__builtin_cpu_supports("avx512bf16")) {
        report("bf16", bf16, 64);
    }
    if (__builtin_cpu_supports("avx512vnni")) {
        report("int8", bytes, 128);
    }
    return 0;
}

#else

int main(void) {
    return 0;
}

#endif
