// Operations that end in rows: rounding, and layer norm with rounding. Included behind vectors and write_group
// (rows_avx512.h, rows_avx2.h); KERNEL(name) makes the names.
#include "kernels.h"
#include "tasks.h"

#include <math.h>

/// Rows a task: some tens of microseconds.
#define TASK_ROWS 16

/// Makes one row of one of x.
typedef void make_row(const void * how, const float * x, size_t count, void * row, size_t columns);

INLINE void make_rows(struct ggml_tensor * dst, int threads, make_row * make, const void * how) {
    const struct ggml_tensor * x = dst->src[0];
    size_t rows = (size_t) ggml_nrows(dst), bytes = dst->nb[1], columns = row_columns(bytes), count = x->ne[0];
    int tasks = (int) ((rows + TASK_ROWS - 1) / TASK_ROWS);
    for (int task; (task = next_task(tasks_of(dst), tasks, threads)) >= 0;) {
        size_t end = (size_t) (task + 1) * TASK_ROWS < rows ? (size_t) (task + 1) * TASK_ROWS : rows;
        for (size_t row = (size_t) task * TASK_ROWS; row < end; row++) {
            make(how, (const float *) x->data + row * count, count, (char *) dst->data + row * bytes, columns);
        }
    }
}

INLINE void quantize_row(const void * unused, const float * x, size_t count, void * row, size_t columns) {
    (void) unused;
    for (size_t group = 0; group < columns / GROUP; group++) {
        vector numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            numbers[v] = load_before(x, group * GROUP + v * LANES, count);
        }
        write_group(numbers, row, columns, group);
    }
}

void KERNEL(quantize)(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    make_rows(dst, threads, quantize_row, NULL);
}

struct norm {
    const float * weight;
    const float * bias;
    float         epsilon;
};

INLINE float sum_of(const float * x, size_t count) {
    vector sum = splat(0);
    for (size_t at = 0; at < count; at += LANES) {
        sum += load_before(x, at, count);
    }
    return sum_lanes(sum);
}

INLINE float squares_around(const float * x, size_t count, float mean) {
    vector sum = splat(0), middle = splat(mean);
    for (size_t at = 0; at < count; at += LANES) {
        vector distance = keep_before(load_before(x, at, count) - middle, at, count);
        sum = multiply_add(distance, distance, sum);
    }
    return sum_lanes(sum);
}

INLINE void norm_row(const void * how, const float * x, size_t count, void * row, size_t columns) {
    const struct norm * norm = how;
    float mean = sum_of(x, count) / count;
    vector middle = splat(mean);
    vector rate = splat(1 / sqrtf(squares_around(x, count, mean) / count + norm->epsilon));
    for (size_t group = 0; group < columns / GROUP; group++) {
        vector numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            size_t at = group * GROUP + v * LANES;
            vector weight = load_before(norm->weight, at, count), bias = load_before(norm->bias, at, count);
            vector distance = load_before(x, at, count) - middle;
            numbers[v] = multiply_add(distance * rate, weight, bias);
        }
        write_group(numbers, row, columns, group);
    }
}

void KERNEL(norm)(struct ggml_tensor * dst, int thread, int threads, void * epsilon_bits) {
    (void) thread;
    struct norm norm = { dst->src[1]->data, dst->src[2]->data, float_of(epsilon_bits) };
    make_rows(dst, threads, norm_row, &norm);
}
