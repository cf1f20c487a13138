// Attention by AVX2, in 32-bit floats: keys and values are laid out so that they are read in a row.
#include "avx2.h"

#include "kernels.h"

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
    size_t value_width;   // numbers in a value, in whole panels
    size_t values;        // where values begin, in floats
    size_t bytes;         // in all
};

static struct head_layout head_layout(size_t keys, size_t key_size, size_t value_size) {
    struct head_layout layout;
    layout.keys = (keys + KEY_PANEL - 1) / KEY_PANEL * KEY_PANEL;
    layout.key_size = key_size;
    layout.value_width = (value_size + VALUE_PANEL - 1) / VALUE_PANEL * VALUE_PANEL;
    layout.values = layout.keys * key_size;
    layout.bytes = (layout.values + layout.keys * layout.value_width) * sizeof(float);
    return layout;
}

/// Keys become columns of their panel; keys that are not there are zero.
static void pack_keys(const struct ggml_tensor * k, const char * from, const struct head_layout * layout, char * to) {
    size_t keys = k->ne[2];
    for (size_t key = 0; key < layout->keys; key++) {
        const float * x = (const float *) (from + key * k->nb[2]);
        float * place = (float *) to + key / KEY_PANEL * KEY_PANEL * layout->key_size + key % KEY_PANEL;
        for (size_t i = 0; i < layout->key_size; i++) {
            place[i * KEY_PANEL] = key < keys ? x[i] : 0;
        }
    }
}

static void pack_values(const struct ggml_tensor * v, const char * from, const struct head_layout * layout, char * to) {
    size_t size = v->ne[0], keys = v->ne[2];
    float * place = (float *) to + layout->values;
    for (size_t first = 0; first < layout->value_width; first += VALUE_PANEL) {
        for (size_t key = 0; key < layout->keys; key++, place += VALUE_PANEL) {
            const float * x = (const float *) (from + key * v->nb[2]);
            for (size_t at = 0; at < VALUE_PANEL; at += LANES) {
                _mm256_storeu_ps(place + at, load_before(x, first + at, key < keys ? size : 0));
            }
        }
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
static void load_queries(const struct ggml_tensor * q, const char * from, int rows, vector scale, struct block * block) {
    size_t size = q->ne[0];
    for (int r = 0; r < rows; r++) {
        const float * x = (const float *) (from + r * q->nb[2]);
        for (size_t at = 0; at < size; at += LANES) {
            store(block->queries[r] + at, load_before(x, at, size) * scale);
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

/// Scores of a block of queries for the panel `key` behind `first_key`.
static void score_panel(int rows, const char * head, const struct head_layout * layout, size_t first_key, size_t key,
                        struct block * block) {
    const float * keys = (const float *) head + (first_key + key) * layout->key_size;
    for (int row = 0; row < rows; row += SCORE_ROWS) {
        score_some(rows - row < SCORE_ROWS ? rows - row : SCORE_ROWS, block, row, keys, layout->key_size, key);
    }
}

INLINE void put_share(struct block * block, int row, size_t at, vector share) {
    store(block->scores[row] + at, share);
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

/// Adds the values of a block of keys, each by its share.
static void gather(int rows, const char * head, const struct head_layout * layout, size_t first_key, size_t keys,
                   struct block * block) {
    for (size_t first = 0; first < layout->value_width; first += VALUE_PANEL) {
        const float * values = (const float *) head + layout->values + first * layout->keys + first_key * VALUE_PANEL;
        for (int row = 0; row < rows; row += SUM_ROWS) {
            gather_some(rows - row < SUM_ROWS ? rows - row : SUM_ROWS, block, row, values, keys, first);
        }
    }
}

#define KERNEL(name) glimpse_##name##_avx2
#include "attention.h"
