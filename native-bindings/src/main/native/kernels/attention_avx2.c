// Attention that never holds all scores (Rabe and Staats 2021, Dao et al. 2022), in 32-bit floats: keys and values are
// laid out so that they are read in a row; a block of queries meets a block of keys at a time, and what it has gathered
// is scaled down when a larger score comes.
#include "avx2.h"

#include "kernels.h"
#include "tasks.h"

#include <math.h>

/// Keys that are multiplied together; the layout pads to whole multiples.
#define KEY_PANEL 16
#define KEY_VECTORS (KEY_PANEL / LANES)

/// Queries whose scores stay in registers, beside two vectors of keys: 6 * 2.
#define SCORE_ROWS 6

/// Queries whose sums stay in registers, beside three vectors of values: 4 * 3.
#define SUM_ROWS 4
#define SUM_VECTORS 3

/// Numbers of a value that are summed together; the layout pads to whole multiples.
#define VALUE_PANEL (SUM_VECTORS * LANES)

/// Keys whose values of a panel stay in the first-level cache.
#define KEY_BLOCK 256

/// Queries that meet a panel of keys or values while it is in the first-level cache.
#define QUERY_BLOCK 12

/// Queries a task, at most.
#define TASK_QUERIES 96

/// Most numbers in a value, in whole panels.
#define MAX_VALUE ((GLIMPSE_MAX_HEAD + VALUE_PANEL - 1) / VALUE_PANEL * VALUE_PANEL)

/// How the keys and values of one head lie: keys as [panel of keys][number][key], values as [panel of numbers][key][number].
struct head_layout {
    size_t keys;          // whole panels
    size_t key_size;      // numbers in a key
    size_t value_panels;  // of numbers in a value
    size_t values;        // where values begin, in floats
    size_t bytes;         // in all
};

static struct head_layout head_layout(size_t keys, size_t key_size, size_t value_size) {
    struct head_layout layout;
    layout.keys = (keys + KEY_PANEL - 1) / KEY_PANEL * KEY_PANEL;
    layout.key_size = key_size;
    layout.value_panels = (value_size + VALUE_PANEL - 1) / VALUE_PANEL;
    layout.values = layout.keys * key_size;
    layout.bytes = (layout.values + layout.keys * layout.value_panels * VALUE_PANEL) * sizeof(float);
    return layout;
}

size_t glimpse_attention_bytes_avx2(size_t keys, size_t key_size, size_t value_size) {
    return head_layout(keys, key_size, value_size).bytes;
}

/// Keys become columns of their panel; keys that are not there are zero.
static void pack_keys(const struct ggml_tensor * k, const char * from, const struct head_layout * layout, float * to) {
    size_t keys = k->ne[2];
    for (size_t key = 0; key < layout->keys; key++) {
        const float * x = (const float *) (from + key * k->nb[2]);
        float * place = to + key / KEY_PANEL * KEY_PANEL * layout->key_size + key % KEY_PANEL;
        for (size_t i = 0; i < layout->key_size; i++) {
            place[i * KEY_PANEL] = key < keys ? x[i] : 0;
        }
    }
}

static void pack_values(const struct ggml_tensor * v, const char * from, const struct head_layout * layout, float * to) {
    size_t size = v->ne[0], keys = v->ne[2];
    for (size_t panel = 0; panel < layout->value_panels; panel++) {
        for (size_t key = 0; key < layout->keys; key++, to += VALUE_PANEL) {
            const float * x = (const float *) (from + key * v->nb[2]);
            for (size_t at = 0; at < VALUE_PANEL; at += LANES) {
                _mm256_storeu_ps(to + at, load_before(x, panel * VALUE_PANEL + at, key < keys ? size : 0));
            }
        }
    }
}

void glimpse_attention_pack_avx2(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    const struct ggml_tensor * k = dst->src[0], * v = dst->src[1];
    struct head_layout layout = head_layout(k->ne[2], k->ne[0], v->ne[0]);
    size_t heads = k->ne[1];
    for (int task; (task = next_task(tasks_of(dst), (int) (heads * k->ne[3]), threads)) >= 0;) {
        size_t head = task % heads, set = task / heads;
        float * to = (float *) ((char *) dst->data + head * dst->nb[1] + set * dst->nb[2]);
        pack_keys(k, (const char *) k->data + head * k->nb[1] + set * k->nb[3], &layout, to);
        pack_values(v, (const char *) v->data + head * v->nb[1] + set * v->nb[3], &layout, to + layout.values);
    }
}

/// What a block of queries works on, and what it has gathered from the keys so far.
struct block {
    float queries[QUERY_BLOCK][GLIMPSE_MAX_HEAD] __attribute__((aligned(64)));
    float scores[QUERY_BLOCK][KEY_BLOCK] __attribute__((aligned(64))); // then shares
    float sums[QUERY_BLOCK][MAX_VALUE] __attribute__((aligned(64)));
    float largest[QUERY_BLOCK];
    float shares[QUERY_BLOCK];
};

/// Queries, scaled so that a power of two replaces that of e.
static void load_queries(const struct ggml_tensor * q, const char * from, int rows, struct block * block) {
    size_t size = q->ne[0];
    __m256 scale = _mm256_set1_ps((float) (1.4426950408889634 / sqrt((double) size)));
    for (int r = 0; r < rows; r++) {
        const float * x = (const float *) (from + r * q->nb[2]);
        for (size_t at = 0; at < size; at += LANES) {
            _mm256_store_ps(block->queries[r] + at, _mm256_mul_ps(load_before(x, at, size), scale));
        }
    }
}

/// Scores of some queries for a panel of keys.
INLINE void score_tile(int rows, struct block * block, int row, const float * keys, size_t size, size_t key) {
    __m256 sums[SCORE_ROWS][KEY_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
            sums[r][v] = _mm256_setzero_ps();
        }
    }
    for (size_t i = 0; i < size; i++, keys += KEY_PANEL) {
        __m256 numbers[KEY_VECTORS];
        UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
            numbers[v] = _mm256_loadu_ps(keys + v * LANES);
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m256 query = _mm256_broadcast_ss(block->queries[row + r] + i);
            UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
                ADD_PRODUCTS(sums[r][v], numbers[v], query);
            }
        }
    }
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
            _mm256_store_ps(block->scores[row + r] + key + v * LANES, sums[r][v]);
        }
    }
}

static void score_some(int rows, struct block * block, int row, const float * keys, size_t size, size_t key) {
    switch (rows) {
        case 6: score_tile(6, block, row, keys, size, key); break;
        case 5: score_tile(5, block, row, keys, size, key); break;
        case 4: score_tile(4, block, row, keys, size, key); break;
        case 3: score_tile(3, block, row, keys, size, key); break;
        case 2: score_tile(2, block, row, keys, size, key); break;
        default: score_tile(1, block, row, keys, size, key); break;
    }
}

/// Scores to shares, unnormalized; returns what the sums so far shrink by.
static float share_out(struct block * block, int row, size_t keys) {
    float * scores = block->scores[row];
    __m256 most = _mm256_set1_ps(block->largest[row]);
    for (size_t at = 0; at < keys; at += LANES) {
        __m256 there = _mm256_castsi256_ps(lanes_before(at, keys));
        most = _mm256_max_ps(most, _mm256_blendv_ps(most, _mm256_load_ps(scores + at), there));
    }
    float largest = largest_lane(most);
    __m256 top = _mm256_set1_ps(largest), least = _mm256_set1_ps(-126.0f), sum = _mm256_setzero_ps();
    for (size_t at = 0; at < (keys + KEY_PANEL - 1) / KEY_PANEL * KEY_PANEL; at += LANES) {
        __m256 power = _mm256_max_ps(_mm256_sub_ps(_mm256_load_ps(scores + at), top), least);
        __m256 share = _mm256_and_ps(exp2_vector(power), _mm256_castsi256_ps(lanes_before(at, keys)));
        sum = _mm256_add_ps(sum, share);
        _mm256_store_ps(scores + at, share);
    }
    float shrink = exp2f(block->largest[row] - largest);
    block->largest[row] = largest;
    block->shares[row] = block->shares[row] * shrink + sum_lanes(sum);
    return shrink;
}

/// Adds a panel of the values of a block of keys, each by its share.
INLINE void gather_tile(int rows, struct block * block, int row, const float * values, size_t keys, size_t first) {
    __m256 sums[SUM_ROWS][SUM_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < SUM_VECTORS; v++) {
            sums[r][v] = _mm256_load_ps(block->sums[row + r] + first + v * LANES);
        }
    }
    for (size_t key = 0; key < keys; key++, values += VALUE_PANEL) {
        __m256 numbers[SUM_VECTORS];
        UNROLLED for (int v = 0; v < SUM_VECTORS; v++) {
            numbers[v] = _mm256_loadu_ps(values + v * LANES);
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m256 share = _mm256_broadcast_ss(block->scores[row + r] + key);
            UNROLLED for (int v = 0; v < SUM_VECTORS; v++) {
                ADD_PRODUCTS(sums[r][v], numbers[v], share);
            }
        }
    }
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < SUM_VECTORS; v++) {
            _mm256_store_ps(block->sums[row + r] + first + v * LANES, sums[r][v]);
        }
    }
}

static void gather_some(int rows, struct block * block, int row, const float * values, size_t keys, size_t first) {
    switch (rows) {
        case 4: gather_tile(4, block, row, values, keys, first); break;
        case 3: gather_tile(3, block, row, values, keys, first); break;
        case 2: gather_tile(2, block, row, values, keys, first); break;
        default: gather_tile(1, block, row, values, keys, first); break;
    }
}

/// A block of queries meets a block of keys.
static void meet(int rows, const float * head, const struct head_layout * layout, size_t first_key, size_t keys,
                 struct block * block) {
    size_t size = layout->key_size;
    for (size_t key = 0; key < keys; key += KEY_PANEL) {
        for (int row = 0; row < rows; row += SCORE_ROWS) {
            score_some(rows - row < SCORE_ROWS ? rows - row : SCORE_ROWS, block, row, head + (first_key + key) * size, size,
                       key);
        }
    }
    for (int row = 0; row < rows; row++) {
        __m256 shrink = _mm256_set1_ps(share_out(block, row, keys));
        for (size_t at = 0; at < layout->value_panels * VALUE_PANEL; at += LANES) {
            float * sum = block->sums[row] + at;
            _mm256_store_ps(sum, _mm256_mul_ps(_mm256_load_ps(sum), shrink));
        }
    }
    for (size_t panel = 0; panel < layout->value_panels; panel++) {
        const float * values = head + layout->values + (panel * layout->keys + first_key) * VALUE_PANEL;
        for (int row = 0; row < rows; row += SUM_ROWS) {
            gather_some(rows - row < SUM_ROWS ? rows - row : SUM_ROWS, block, row, values, keys, panel * VALUE_PANEL);
        }
    }
}

static void attend_block(const struct ggml_tensor * q, const char * queries, int rows, const float * head,
                         const struct head_layout * layout, size_t keys, struct block * block) {
    load_queries(q, queries, rows, block);
    memset(block->sums, 0, sizeof block->sums);
    for (int row = 0; row < rows; row++) {
        block->largest[row] = -INFINITY;
        block->shares[row] = 0;
    }
    for (size_t key = 0; key < keys; key += KEY_BLOCK) {
        meet(rows, head, layout, key, keys - key < KEY_BLOCK ? keys - key : KEY_BLOCK, block);
    }
}

static void write_rows(const struct block * block, int rows, size_t size, float * out, size_t stride) {
    for (int row = 0; row < rows; row++) {
        __m256 all = _mm256_set1_ps(1 / block->shares[row]);
        for (size_t at = 0; at < size; at += LANES) {
            store_before(out + row * stride, at, size, _mm256_mul_ps(_mm256_load_ps(block->sums[row] + at), all));
        }
    }
}

void glimpse_attention_avx2(struct ggml_tensor * dst, int thread, int threads, void * key_count) {
    (void) thread;
    const struct ggml_tensor * q = dst->src[0], * packed = dst->src[1];
    size_t keys = (size_t) (uintptr_t) key_count, heads = q->ne[1], queries = q->ne[2], size = dst->ne[0] / heads;
    struct head_layout layout = head_layout(keys, q->ne[0], size);
    size_t chunks = (queries + TASK_QUERIES - 1) / TASK_QUERIES;
    struct block block;
    for (int task; (task = next_task(tasks_of(dst), (int) (chunks * heads * q->ne[3]), threads)) >= 0;) {
        size_t chunk = task % chunks, head = task / chunks % heads, set = task / chunks / heads;
        const float * keys_values = (const float *) ((const char *) packed->data + head * packed->nb[1] + set * packed->nb[2]);
        size_t end = (chunk + 1) * TASK_QUERIES < queries ? (chunk + 1) * TASK_QUERIES : queries;
        for (size_t query = chunk * TASK_QUERIES; query < end; query += QUERY_BLOCK) {
            int rows = end - query < QUERY_BLOCK ? (int) (end - query) : QUERY_BLOCK;
            const char * from = (const char *) q->data + head * q->nb[1] + query * q->nb[2] + set * q->nb[3];
            attend_block(q, from, rows, keys_values, &layout, keys, &block);
            float * out = (float *) dst->data + (set * queries + query) * dst->ne[0] + head * size;
            write_rows(&block, rows, size, out, dst->ne[0]);
        }
    }
}
