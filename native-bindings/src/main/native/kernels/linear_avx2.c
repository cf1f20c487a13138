// Linear layers on 16-bit rows and packed weights, with what follows them: bias, and either a sum with other rows or GELU.
#include "rows_avx2.h"

#include "kernels.h"
#include "tasks.h"

/// Rows and vectors of sums that stay in registers: 6 * 2, 2 vectors of weights, one of values and one of products.
#define TILE_ROWS 6
#define TILE_VECTORS (WORD_PANEL / LANES)

/// Rows whose values and sums stay in the first-level cache while the weights of a panel stream by.
#define BLOCK_ROWS 24

/// Rows a task: its values and the weights of a panel stay in the second-level cache.
#define TASK_ROWS 96

/// Panels a task: the outputs of one group of the rows that GELU makes.
#define TASK_PANELS (GROUP / WORD_PANEL)

/// What follows the bias.
enum step { SUM, GELU_TANH, GELU_ERF };

/// Sums of a block of rows, before the bias.
typedef float block_sums[TASK_PANELS][BLOCK_ROWS][WORD_PANEL];

struct linear {
    const char *  weights;
    const char *  rows;
    const float * bias;  // NULL for none
    const float * added; // NULL for none
    size_t        columns;
    size_t        row_bytes;
    size_t        panels;
    size_t        outputs;
    size_t        count;
};

/// One group of columns: products of `rows` rows with a panel, added to `sums`.
INLINE void multiply_group(int rows, const char * row, const struct linear * linear, size_t group, const char * weights,
                           float (*sums)[WORD_PANEL]) {
    size_t bytes = linear->row_bytes;
    const char * values = row + group * GROUP * sizeof(int16_t);
    const char * scale = row + linear->columns * sizeof(int16_t) + group * sizeof(float);
    __m256i products[TILE_ROWS][TILE_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            products[r][v] = _mm256_setzero_si256();
        }
    }
    for (size_t k = 0; k < GROUP * sizeof(int16_t); k += 4) {
        __m256i pairs[TILE_VECTORS];
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            pairs[v] = _mm256_loadu_si256((const __m256i *) (weights + k * WORD_PANEL + v * 32));
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m256i value = _mm256_set1_epi32(load_word(values + r * bytes + k));
            UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
                ADD_WORD_PRODUCTS(products[r][v], pairs[v], value);
            }
        }
    }
    const float * scales = (const float *) (weights + GROUP * WORD_PANEL * sizeof(int16_t));
    UNROLLED for (int r = 0; r < rows; r++) {
        __m256 row_scale = _mm256_broadcast_ss((const float *) (scale + r * bytes));
        UNROLLED for (int v = 0; v < TILE_VECTORS; v++) {
            float * sum = sums[r] + v * LANES;
            __m256 both = _mm256_mul_ps(_mm256_loadu_ps(scales + v * LANES), row_scale);
            _mm256_store_ps(sum, _mm256_fmadd_ps(_mm256_cvtepi32_ps(products[r][v]), both, _mm256_load_ps(sum)));
        }
    }
}

/// As many copies as there are counts of rows, so that sums are registers in each.
static void multiply_some(int rows, const char * row, const struct linear * linear, size_t group, const char * weights,
                          float (*sums)[WORD_PANEL]) {
    switch (rows) {
        case 6: multiply_group(6, row, linear, group, weights, sums); break;
        case 5: multiply_group(5, row, linear, group, weights, sums); break;
        case 4: multiply_group(4, row, linear, group, weights, sums); break;
        case 3: multiply_group(3, row, linear, group, weights, sums); break;
        case 2: multiply_group(2, row, linear, group, weights, sums); break;
        default: multiply_group(1, row, linear, group, weights, sums); break;
    }
}

static void multiply_block(const struct linear * linear, size_t row, int rows, size_t panel, float (*sums)[WORD_PANEL]) {
    memset(sums, 0, (size_t) rows * sizeof *sums);
    const char * weights = linear->weights + panel * word_panel_bytes(linear->columns);
    for (size_t group = 0; group < linear->columns / GROUP; group++, weights += WORD_GROUP_BYTES) {
        for (int r = 0; r < rows; r += TILE_ROWS) {
            multiply_some(rows - r < TILE_ROWS ? rows - r : TILE_ROWS, linear->rows + (row + r) * linear->row_bytes,
                          linear, group, weights, sums + r);
        }
    }
}

/// Adds the bias and the other rows, if any.
static void write_floats(const struct linear * linear, size_t row, int rows, size_t first_output, const block_sums sums,
                         float * out) {
    for (int r = 0; r < rows; r++) {
        size_t place = (row + r) * linear->outputs;
        for (size_t at = 0; at < GROUP && first_output + at < linear->outputs; at += LANES) {
            size_t output = first_output + at;
            __m256 sum = _mm256_load_ps(&sums[at / WORD_PANEL][r][at % WORD_PANEL]);
            if (linear->bias != NULL) {
                sum = _mm256_add_ps(sum, load_before(linear->bias, output, linear->outputs));
            }
            if (linear->added != NULL) {
                sum = _mm256_add_ps(sum, load_before(linear->added + place, output, linear->outputs));
            }
            store_before(out + place, output, linear->outputs, sum);
        }
    }
}

/// Adds the bias, and rounds the GELU of it to one group of each row.
INLINE void write_gelu(enum step step, const struct linear * linear, size_t row, int rows, size_t first_output,
                       const block_sums sums, struct ggml_tensor * dst) {
    size_t bytes = dst->nb[1], columns = word_row_columns(bytes), group = first_output / GROUP;
    for (int r = 0; r < rows; r++) {
        __m256 numbers[GROUP_VECTORS];
        for (int v = 0; v < GROUP_VECTORS; v++) {
            size_t at = v * LANES, output = first_output + at;
            __m256 sum = _mm256_load_ps(&sums[at / WORD_PANEL][r][at % WORD_PANEL]);
            sum = _mm256_and_ps(sum, _mm256_castsi256_ps(lanes_before(output, linear->outputs)));
            sum = _mm256_add_ps(sum, load_before(linear->bias, output, linear->outputs));
            numbers[v] = step == GELU_TANH ? gelu_vector(sum) : gelu_erf_vector(sum);
        }
        char * target = (char *) dst->data + (row + r) * bytes;
        write_group(numbers, (int16_t *) target + group * GROUP, word_row_scales(target, columns) + group);
    }
}

static struct linear linear_of(const struct ggml_tensor * dst, enum step step) {
    const struct ggml_tensor * weights = dst->src[0], * rows = dst->src[1], * bias = dst->src[2], * added = dst->src[3];
    return (struct linear) {
        .weights = weights->data,
        .rows = rows->data,
        .bias = bias == NULL ? NULL : bias->data,
        .added = added == NULL ? NULL : added->data,
        .columns = word_panel_columns(weights->ne[0]),
        .row_bytes = rows->nb[1],
        .panels = weights->ne[1],
        .outputs = step == SUM ? dst->ne[0] : bias->ne[0],
        .count = ggml_nrows(rows),
    };
}

INLINE void compute(struct ggml_tensor * dst, int threads, enum step step) {
    struct linear linear = linear_of(dst, step);
    size_t chunks = (linear.count + TASK_ROWS - 1) / TASK_ROWS;
    size_t columns = (linear.panels + TASK_PANELS - 1) / TASK_PANELS;
    block_sums sums __attribute__((aligned(64)));
    for (int task; (task = next_task(tasks_of(dst), (int) (chunks * columns), threads)) >= 0;) {
        size_t first_panel = task / chunks * TASK_PANELS, first_row = task % chunks * TASK_ROWS;
        size_t end = first_row + TASK_ROWS < linear.count ? first_row + TASK_ROWS : linear.count;
        for (size_t row = first_row; row < end; row += BLOCK_ROWS) {
            int rows = end - row < BLOCK_ROWS ? (int) (end - row) : BLOCK_ROWS;
            for (size_t p = 0; p < TASK_PANELS && first_panel + p < linear.panels; p++) {
                multiply_block(&linear, row, rows, first_panel + p, sums[p]);
            }
            if (step == SUM) {
                write_floats(&linear, row, rows, first_panel * WORD_PANEL, sums, dst->data);
            } else {
                write_gelu(step, &linear, row, rows, first_panel * WORD_PANEL, sums, dst);
            }
        }
    }
}

void glimpse_linear_avx2(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    compute(dst, threads, SUM);
}

void glimpse_linear_gelu_avx2(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    compute(dst, threads, GELU_TANH);
}

void glimpse_linear_gelu_erf_avx2(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    compute(dst, threads, GELU_ERF);
}
