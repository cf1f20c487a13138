// Attention by AVX-512 with BF16: keys and values are rounded to bfloat16 and laid out for the instruction that multiplies
// pairs of them.
#include "avx512.h"

#include "kernels.h"

/// Keys that are multiplied together; the layout pads to whole multiples.
#define KEY_PANEL 64
#define KEY_VECTORS (KEY_PANEL / LANES)

/// Keys whose scores stay in the first-level cache.
#define KEY_BLOCK 512

/// Queries whose sums stay in registers, beside five vectors of values and one of shares: 5 * 5.
#define TILE_ROWS 5
#define TILE_VECTORS 5

/// Queries that meet a panel of keys while it is in the first-level cache.
#define QUERY_BLOCK 10

/// Queries a task, at most.
#define TASK_QUERIES 160

/// Most numbers in a value, in whole vectors.
#define MAX_VALUE GLIMPSE_MAX_HEAD

typedef uint16_t bf16;

/// How the keys and values of one head lie: keys as [panel][pair of numbers][key][2], values as
/// [pair of keys][number][2], numbers padded to whole vectors.
struct head_layout {
    size_t keys;        // whole panels
    size_t pairs;       // of numbers in a key
    size_t value_width; // numbers in a value, in whole vectors
    size_t value_bytes; // where values begin
    size_t bytes;       // in all
};

static struct head_layout head_layout(size_t keys, size_t key_size, size_t value_size) {
    struct head_layout layout;
    layout.keys = (keys + KEY_PANEL - 1) / KEY_PANEL * KEY_PANEL;
    layout.pairs = (key_size + 1) / 2;
    layout.value_width = (value_size + LANES - 1) / LANES * LANES;
    layout.value_bytes = layout.keys * layout.pairs * 2 * sizeof(bf16);
    layout.bytes = layout.value_bytes + layout.keys * layout.value_width * sizeof(bf16);
    return layout;
}

/// Rounds up to 16 numbers of a row to bfloat16; zeros where there are none.
INLINE __m256i round_numbers(const float * x, size_t at, size_t count) {
    return (__m256i) _mm512_cvtneps_pbh(load_before(x, at, count));
}

/// Rows become columns, of 16 rows of 16 words.
INLINE void transpose_words(__m512i * rows) {
    __m512i pairs[16], fours[16], eights[16];
    UNROLLED for (int i = 0; i < 16; i += 2) {
        pairs[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
        pairs[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
    }
    UNROLLED for (int i = 0; i < 16; i += 4) {
        fours[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
        fours[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
        fours[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
        fours[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
    }
    UNROLLED for (int i = 0; i < 4; i++) {
        eights[i] = _mm512_shuffle_i32x4(fours[i], fours[i + 4], 0x88);
        eights[i + 4] = _mm512_shuffle_i32x4(fours[i], fours[i + 4], 0xdd);
        eights[i + 8] = _mm512_shuffle_i32x4(fours[i + 8], fours[i + 12], 0x88);
        eights[i + 12] = _mm512_shuffle_i32x4(fours[i + 8], fours[i + 12], 0xdd);
    }
    UNROLLED for (int i = 0; i < 8; i++) {
        rows[i] = _mm512_shuffle_i32x4(eights[i], eights[i + 8], 0x88);
        rows[i + 8] = _mm512_shuffle_i32x4(eights[i], eights[i + 8], 0xdd);
    }
}

/// Up to 16 pairs of numbers of 16 keys; keys that are not there are zero.
INLINE void pack_some_keys(const struct ggml_tensor * k, const char * from, size_t key, size_t pair, size_t pairs,
                           bf16 * to) {
    size_t size = k->ne[0], keys = k->ne[2];
    __m512i rows[LANES];
    UNROLLED for (int i = 0; i < LANES; i++) {
        const float * x = (const float *) (from + (key + i) * k->nb[2]);
        size_t count = key + i < keys ? size : 0;
        __m256i low = round_numbers(x, 2 * pair, count), high = round_numbers(x, 2 * pair + LANES, count);
        rows[i] = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
    }
    transpose_words(rows);
    UNROLLED for (int i = 0; i < LANES; i++) {
        if (pair + i < pairs) {
            _mm512_storeu_si512(to + i * KEY_PANEL * 2, rows[i]);
        }
    }
}

static void pack_keys(const struct ggml_tensor * k, const char * from, const struct head_layout * layout, char * to) {
    for (size_t key = 0; key < layout->keys; key += LANES) {
        bf16 * place = (bf16 *) to + (key / KEY_PANEL * layout->pairs * KEY_PANEL + key % KEY_PANEL) * 2;
        for (size_t pair = 0; pair < layout->pairs; pair += LANES) {
            pack_some_keys(k, from, key, pair, layout->pairs, place + pair * KEY_PANEL * 2);
        }
    }
}

static void pack_values(const struct ggml_tensor * v, const char * from, const struct head_layout * layout, char * to) {
    size_t size = v->ne[0], keys = v->ne[2], width = layout->value_width;
    for (size_t key = 0; key < layout->keys; key += 2) {
        const float * x = (const float *) (from + key * v->nb[2]);
        const float * y = (const float *) (from + (key + 1) * v->nb[2]);
        bf16 * place = (bf16 *) (to + layout->value_bytes) + key * width;
        for (size_t at = 0; at < width; at += LANES) {
            __m512i even = _mm512_cvtepu16_epi32(round_numbers(x, at, key < keys ? size : 0));
            __m512i odd = _mm512_cvtepu16_epi32(round_numbers(y, at, key + 1 < keys ? size : 0));
            _mm512_storeu_si512(place + at * 2, _mm512_or_si512(even, _mm512_slli_epi32(odd, 16)));
        }
    }
}

/// What a block of queries works on, and what it has gathered from the keys so far.
struct block {
    bf16  queries[QUERY_BLOCK][GLIMPSE_MAX_HEAD] __attribute__((aligned(64)));
    float scores[QUERY_BLOCK][KEY_BLOCK] __attribute__((aligned(64)));
    bf16  rounded_shares[QUERY_BLOCK][KEY_BLOCK] __attribute__((aligned(64)));
    float sums[QUERY_BLOCK][MAX_VALUE] __attribute__((aligned(64)));
    float largest[QUERY_BLOCK];
    float shares[QUERY_BLOCK];
};

/// Rounds queries, scaled so that a power of two replaces that of e.
static void load_queries(const struct ggml_tensor * q, const char * from, int rows, vector scale, struct block * block) {
    size_t size = q->ne[0];
    for (int r = 0; r < rows; r++) {
        const float * x = (const float *) (from + r * q->nb[2]);
        for (size_t at = 0; at < size; at += LANES) {
            __m256i rounded = (__m256i) _mm512_cvtneps_pbh(load_before(x, at, size) * scale);
            _mm256_store_si256((__m256i *) (block->queries[r] + at), rounded);
        }
    }
}

/// Scores of some queries for a panel of keys.
INLINE void score_tile(int rows, const struct block * block, int row, const bf16 * keys, size_t pairs, float * scores) {
    __m512 sums[TILE_ROWS][KEY_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
            sums[r][v] = _mm512_setzero_ps();
        }
    }
    for (size_t pair = 0; pair < pairs; pair++, keys += KEY_PANEL * 2) {
        __m512i key[KEY_VECTORS];
        UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
            key[v] = _mm512_loadu_si512(keys + v * LANES * 2);
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m512i query = _mm512_set1_epi32(load_word(block->queries[row + r] + 2 * pair));
            UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
                ADD_BF16_PRODUCTS(sums[r][v], key[v], query);
            }
        }
    }
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < KEY_VECTORS; v++) {
            _mm512_store_ps(scores + r * KEY_BLOCK + v * LANES, sums[r][v]);
        }
    }
}

static void score_some(int rows, struct block * block, int row, const bf16 * keys, size_t pairs, size_t key) {
    float * scores = block->scores[row] + key;
    switch (rows) {
        case 5: score_tile(5, block, row, keys, pairs, scores); break;
        case 4: score_tile(4, block, row, keys, pairs, scores); break;
        case 3: score_tile(3, block, row, keys, pairs, scores); break;
        case 2: score_tile(2, block, row, keys, pairs, scores); break;
        default: score_tile(1, block, row, keys, pairs, scores); break;
    }
}

/// Scores of a block of queries for the panel `key` behind `first_key`.
static void score_panel(int rows, const char * head, const struct head_layout * layout, size_t first_key, size_t key,
                        struct block * block) {
    const bf16 * keys = (const bf16 *) head + (first_key + key) * layout->pairs * 2;
    for (int row = 0; row < rows; row += TILE_ROWS) {
        score_some(rows - row < TILE_ROWS ? rows - row : TILE_ROWS, block, row, keys, layout->pairs, key);
    }
}

INLINE void put_share(struct block * block, int row, size_t at, vector share) {
    _mm256_store_si256((__m256i *) (block->rounded_shares[row] + at), (__m256i) _mm512_cvtneps_pbh(share));
}

/// Adds some vectors of the values of a block of keys, each by its share.
INLINE void gather_tile(int rows, int vectors, const struct block * block, int row, const bf16 * values, size_t width,
                        size_t keys, float * sums) {
    __m512 sum[TILE_ROWS][TILE_VECTORS];
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < vectors; v++) {
            sum[r][v] = _mm512_load_ps(sums + r * MAX_VALUE + v * LANES);
        }
    }
    for (size_t key = 0; key < keys; key += 2, values += 2 * width) {
        __m512i pair[TILE_VECTORS];
        UNROLLED for (int v = 0; v < vectors; v++) {
            pair[v] = _mm512_loadu_si512(values + v * LANES * 2);
        }
        UNROLLED for (int r = 0; r < rows; r++) {
            __m512i share = _mm512_set1_epi32(load_word(block->rounded_shares[row + r] + key));
            UNROLLED for (int v = 0; v < vectors; v++) {
                ADD_BF16_PRODUCTS(sum[r][v], pair[v], share);
            }
        }
    }
    UNROLLED for (int r = 0; r < rows; r++) {
        UNROLLED for (int v = 0; v < vectors; v++) {
            _mm512_store_ps(sums + r * MAX_VALUE + v * LANES, sum[r][v]);
        }
    }
}

#define GATHER_ROWS(rows)                                                                         \
    switch (vectors) {                                                                            \
        case 5: gather_tile(rows, 5, block, row, values, width, keys, sums); break;               \
        case 4: gather_tile(rows, 4, block, row, values, width, keys, sums); break;               \
        case 3: gather_tile(rows, 3, block, row, values, width, keys, sums); break;               \
        case 2: gather_tile(rows, 2, block, row, values, width, keys, sums); break;               \
        default: gather_tile(rows, 1, block, row, values, width, keys, sums); break;              \
    }

static void gather_some(int rows, int vectors, const struct block * block, int row, const bf16 * values, size_t width,
                        size_t keys, float * sums) {
    switch (rows) {
        case 5: GATHER_ROWS(5) break;
        case 4: GATHER_ROWS(4) break;
        case 3: GATHER_ROWS(3) break;
        case 2: GATHER_ROWS(2) break;
        default: GATHER_ROWS(1) break;
    }
}

/// Adds the values of a block of keys, each by its share.
static void gather(int rows, const char * head, const struct head_layout * layout, size_t first_key, size_t keys,
                   struct block * block) {
    size_t width = layout->value_width, vectors = width / LANES, even_keys = (keys + 1) / 2 * 2;
    const bf16 * values = (const bf16 *) (head + layout->value_bytes) + first_key * width;
    for (size_t v = 0; v < vectors; v += TILE_VECTORS) {
        int some = (int) (vectors - v < TILE_VECTORS ? vectors - v : TILE_VECTORS);
        for (int row = 0; row < rows; row += TILE_ROWS) {
            gather_some(rows - row < TILE_ROWS ? rows - row : TILE_ROWS, some, block, row, values + v * LANES * 2, width,
                        even_keys, block->sums[row] + v * LANES);
        }
    }
}

#define KERNEL(name) glimpse_##name##_avx512
#include "attention.h"
