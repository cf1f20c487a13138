// Linear layers on rows and packed weights, with what follows them: bias, and either a sum with other rows or GELU.
// Included behind vectors and write_group (rows_avx512.h, rows_avx2.h) and
//   multiply_group, which multiplies up to TILE_ROWS rows with one group of a panel; TILE_ROWS is at most 6
// KERNEL(name) makes the names.
#include "kernels.h"
#include "tasks.h"

/// Rows whose values and sums stay in the first-level cache while the weights of a panel stream by.
#define BLOCK_ROWS 24

/// Rows a task: its values and the weights of a panel stay in the second-level cache.
#define TASK_ROWS 96

/// Panels a task: the outputs of one group of the rows that GELU makes.
#define TASK_PANELS (GROUP / PANEL)

/// What follows the bias.
enum step { SUM, GELU_TANH, GELU_ERF };

/// Sums of a block of rows, before the bias.
typedef float block_sums[TASK_PANELS][BLOCK_ROWS][PANEL];

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

/// Products of `rows` rows with one group of a panel, added to `sums`.
///
/// @param values the rows' values of that group
/// @param scales their scales of it; each row begins `row_bytes` behind the one before
INLINE void multiply_group(int rows, const char * values, const char * scales, const struct linear * linear,
                           const char * weights, float (*sums)[PANEL]);

/// As many copies as there are counts of rows, so that sums are registers in each.
static void multiply_some(int rows, const char * row, const struct linear * linear, size_t group, const char * weights,
                          float (*sums)[PANEL]) {
    const char * values = row + group * GROUP * sizeof(row_value);
    const char * scales = row + linear->columns * sizeof(row_value) + group * sizeof(float);
    switch (rows) {
        case 6: multiply_group(6, values, scales, linear, weights, sums); break;
        case 5: multiply_group(5, values, scales, linear, weights, sums); break;
        case 4: multiply_group(4, values, scales, linear, weights, sums); break;
        case 3: multiply_group(3, values, scales, linear, weights, sums); break;
        case 2: multiply_group(2, values, scales, linear, weights, sums); break;
        default: multiply_group(1, values, scales, linear, weights, sums); break;
    }
}

static void multiply_block(const struct linear * linear, size_t row, int rows, size_t panel, float (*sums)[PANEL]) {
    memset(sums, 0, (size_t) rows * sizeof *sums);
    const char * weights = linear->weights + panel * panel_bytes(linear->columns);
    for (size_t group = 0; group < linear->columns / GROUP; group++, weights += GROUP_BYTES) {
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
            vector sum = load(&sums[at / PANEL][r][at % PANEL]);
            if (linear->bias != NULL) {
                sum += load_before(linear->bias, output, linear->outputs);
            }
            if (linear->added != NULL) {
                sum += load_before(linear->added + place, output, linear->outputs);
            }
            store_before(out + place, output, linear->outputs, sum);
        }
    }
}

/// Adds the bias, and rounds the GELU of it to one group of each row.
INLINE void write_gelu(enum step step, const struct linear * linear, size_t row, int rows, size_t first_output,
                       const block_sums sums, struct ggml_tensor * dst) {
    size_t bytes = dst->nb[1], columns = row_columns(bytes), group = first_output / GROUP;
    for (int r = 0; r < rows; r++) {
        vector numbers[GROUP_VECTORS];
        UNROLLED for (int v = 0; v < GROUP_VECTORS; v++) {
            size_t at = v * LANES, output = first_output + at;
            vector sum = keep_before(load(&sums[at / PANEL][r][at % PANEL]), output, linear->outputs);
            sum += load_before(linear->bias, output, linear->outputs);
            numbers[v] = step == GELU_TANH ? gelu_vector(sum) : gelu_erf_vector(sum);
        }
        write_group(numbers, (char *) dst->data + (row + r) * bytes, columns, group);
    }
}

static struct linear linear_of(const struct ggml_tensor * dst, enum step step) {
    const struct ggml_tensor * weights = dst->src[0], * rows = dst->src[1], * bias = dst->src[2], * added = dst->src[3];
    return (struct linear) {
        .weights = weights->data,
        .rows = rows->data,
        .bias = bias == NULL ? NULL : bias->data,
        .added = added == NULL ? NULL : added->data,
        .columns = panel_columns(weights->ne[0]),
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
                write_floats(&linear, row, rows, first_panel * PANEL, sums, dst->data);
            } else {
                write_gelu(step, &linear, row, rows, first_panel * PANEL, sums, dst);
            }
        }
    }
}

void KERNEL(linear)(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    compute(dst, threads, SUM);
}

void KERNEL(linear_gelu)(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    compute(dst, threads, GELU_TANH);
}

void KERNEL(linear_gelu_erf)(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    compute(dst, threads, GELU_ERF);
}
