// Operations that end in 8-bit rows: rounding, and layer norm with rounding.
#include "rows_avx512.h"

#include "kernels.h"
#include "tasks.h"

#include <math.h>

/// Rows a task: some tens of microseconds.
#define TASK_ROWS 16

INLINE size_t row_count(const struct ggml_tensor * rows) {
    return (size_t) ggml_nrows(rows);
}

INLINE void quantize_row(const float * x, size_t count, void * row, size_t columns) {
    int8_t * values = row;
    for (size_t group = 0; group < columns / GROUP; group++) {
        __m512 numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            size_t at = group * GROUP + v * LANES;
            numbers[v] = _mm512_maskz_loadu_ps(lanes_before(at, count), x + at);
        }
        write_group(numbers, values + group * GROUP, row_scales(row, columns) + group, row_starts(row, columns) + group);
    }
}

void glimpse_quantize_avx512(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) unused;
    (void) thread;
    const struct ggml_tensor * x = dst->src[0];
    size_t rows = row_count(dst), bytes = dst->nb[1], columns = row_columns(bytes), count = x->ne[0];
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
    __m512 sum = _mm512_setzero_ps();
    for (size_t at = 0; at < count; at += LANES) {
        sum = _mm512_add_ps(sum, _mm512_maskz_loadu_ps(lanes_before(at, count), x + at));
    }
    return _mm512_reduce_add_ps(sum);
}

INLINE float squares_around(const float * x, size_t count, float mean) {
    __m512 sum = _mm512_setzero_ps(), middle = _mm512_set1_ps(mean);
    for (size_t at = 0; at < count; at += LANES) {
        __mmask16 lanes = lanes_before(at, count);
        __m512 distance = _mm512_maskz_sub_ps(lanes, _mm512_maskz_loadu_ps(lanes, x + at), middle);
        sum = _mm512_fmadd_ps(distance, distance, sum);
    }
    return _mm512_reduce_add_ps(sum);
}

INLINE void norm_row(const struct norm * norm, const float * x, void * row, size_t columns) {
    size_t count = norm->count;
    float mean = sum_of(x, count) / count;
    __m512 middle = _mm512_set1_ps(mean);
    __m512 rate = _mm512_set1_ps(1 / sqrtf(squares_around(x, count, mean) / count + norm->epsilon));
    for (size_t group = 0; group < columns / GROUP; group++) {
        __m512 numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            size_t at = group * GROUP + v * LANES;
            __mmask16 lanes = lanes_before(at, count);
            __m512 weight = _mm512_maskz_loadu_ps(lanes, norm->weight + at);
            __m512 bias = _mm512_maskz_loadu_ps(lanes, norm->bias + at);
            __m512 distance = _mm512_sub_ps(_mm512_maskz_loadu_ps(lanes, x + at), middle);
            numbers[v] = _mm512_fmadd_ps(_mm512_mul_ps(distance, rate), weight, bias);
        }
        write_group(numbers, (int8_t *) row + group * GROUP, row_scales(row, columns) + group,
                    row_starts(row, columns) + group);
    }
}

void glimpse_norm_avx512(struct ggml_tensor * dst, int thread, int threads, void * epsilon_bits) {
    (void) thread;
    const struct ggml_tensor * x = dst->src[0];
    struct norm norm = { dst->src[1]->data, dst->src[2]->data, x->ne[0], float_of(epsilon_bits) };
    size_t rows = row_count(dst), bytes = dst->nb[1], columns = row_columns(bytes);
    int tasks = (int) ((rows + TASK_ROWS - 1) / TASK_ROWS);
    for (int task; (task = next_task(tasks_of(dst), tasks, threads)) >= 0;) {
        size_t end = (size_t) (task + 1) * TASK_ROWS < rows ? (size_t) (task + 1) * TASK_ROWS : rows;
        for (size_t row = (size_t) task * TASK_ROWS; row < end; row++) {
            norm_row(&norm, (const float *) x->data + row * norm.count, (char *) dst->data + row * bytes, columns);
        }
    }
}
