// Operations that end in 16-bit rows: rounding, and layer norm with rounding.
#include "rows_avx2.h"

#include "kernels.h"
#include "tasks.h"

#include <math.h>

/// Rows a task: some tens of microseconds.
#define TASK_ROWS 16

INLINE void quantize_row(const float * x, size_t count, void * row, size_t columns) {
    for (size_t group = 0; group < columns / GROUP; group++) {
        __m256 numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            numbers[v] = load_before(x, group * GROUP + v * LANES, count);
        }
        write_group(numbers, (int16_t *) row + group * GROUP, word_row_scales(row, columns) + group);
    }
}

void glimpse_quantize_avx2(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) unused;
    (void) thread;
    const struct ggml_tensor * x = dst->src[0];
    size_t rows = (size_t) ggml_nrows(dst), bytes = dst->nb[1], columns = word_row_columns(bytes), count = x->ne[0];
    int tasks = (int) ((rows + TASK_ROWS - 1) / TASK_ROWS);
    for (int task; (task = next_task(tasks_of(dst), tasks, threads)) >= 0;) {
        size_t end = (size_t) (task + 1) * TASK_ROWS < rows ? (size_t) (task + 1) * TASK_ROWS : rows;
        for (size_t row = (size_t) task * TASK_ROWS; row < end; row++) {
            quantize_row((const float *) x->data + row * count, count, (char *) dst->data + row * bytes, columns);
        }
    }
}

struct norm {
    const float * weight;
    const float * bias;
    size_t        count;
    float         epsilon;
};

INLINE float sum_of(const float * x, size_t count) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t at = 0; at < count; at += LANES) {
        sum = _mm256_add_ps(sum, load_before(x, at, count));
    }
    return sum_lanes(sum);
}

INLINE float squares_around(const float * x, size_t count, float mean) {
    __m256 sum = _mm256_setzero_ps(), middle = _mm256_set1_ps(mean);
    for (size_t at = 0; at < count; at += LANES) {
        __m256 distance = _mm256_sub_ps(load_before(x, at, count), middle);
        distance = _mm256_and_ps(distance, _mm256_castsi256_ps(lanes_before(at, count)));
        sum = _mm256_fmadd_ps(distance, distance, sum);
    }
    return sum_lanes(sum);
}

INLINE void norm_row(const struct norm * norm, const float * x, void * row, size_t columns) {
    size_t count = norm->count;
    float mean = sum_of(x, count) / count;
    __m256 middle = _mm256_set1_ps(mean);
    __m256 rate = _mm256_set1_ps(1 / sqrtf(squares_around(x, count, mean) / count + norm->epsilon));
    for (size_t group = 0; group < columns / GROUP; group++) {
        __m256 numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            size_t at = group * GROUP + v * LANES;
            __m256 weight = load_before(norm->weight, at, count), bias = load_before(norm->bias, at, count);
            __m256 distance = _mm256_sub_ps(load_before(x, at, count), middle);
            numbers[v] = _mm256_fmadd_ps(_mm256_mul_ps(distance, rate), weight, bias);
        }
        write_group(numbers, (int16_t *) row + group * GROUP, word_row_scales(row, columns) + group);
    }
}

void glimpse_norm_avx2(struct ggml_tensor * dst, int thread, int threads, void * epsilon_bits) {
    (void) thread;
    const struct ggml_tensor * x = dst->src[0];
    struct norm norm = { dst->src[1]->data, dst->src[2]->data, x->ne[0], float_of(epsilon_bits) };
    size_t rows = (size_t) ggml_nrows(dst), bytes = dst->nb[1], columns = word_row_columns(bytes);
    int tasks = (int) ((rows + TASK_ROWS - 1) / TASK_ROWS);
    for (int task; (task = next_task(tasks_of(dst), tasks, threads)) >= 0;) {
        size_t end = (size_t) (task + 1) * TASK_ROWS < rows ? (size_t) (task + 1) * TASK_ROWS : rows;
        for (size_t row = (size_t) task * TASK_ROWS; row < end; row++) {
            norm_row(&norm, (const float *) x->data + row * norm.count, (char *) dst->data + row * bytes, columns);
        }
    }
}
