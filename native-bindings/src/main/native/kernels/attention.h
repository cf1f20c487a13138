// Attention that never holds all scores (Rabe and Staats 2021, Dao et al. 2022): a block of queries meets a block of keys
// at a time, and what it has gathered is scaled down when a larger score comes. Included behind vectors and what differs
// between processors (attention_avx512.c, attention_avx2.c):
//   KEY_PANEL, KEY_BLOCK, QUERY_BLOCK, TASK_QUERIES, MAX_VALUE
//   struct head_layout  how the keys and values of one head lie: `bytes` in all, `value_width` numbers of a value, padded
//   pack_keys, pack_values, load_queries, score_panel, put_share, gather
// KERNEL(name) makes the names.
#include "kernels.h"
#include "tasks.h"

#include <math.h>

size_t KERNEL(attention_bytes)(size_t keys, size_t key_size, size_t value_size) {
    return head_layout(keys, key_size, value_size).bytes;
}

void KERNEL(attention_pack)(struct ggml_tensor * dst, int thread, int threads, void * unused) {
    (void) thread;
    (void) unused;
    const struct ggml_tensor * k = dst->src[0], * v = dst->src[1];
    struct head_layout layout = head_layout(k->ne[2], k->ne[0], v->ne[0]);
    size_t heads = k->ne[1];
    for (int task; (task = next_task(tasks_of(dst), (int) (heads * k->ne[3]), threads)) >= 0;) {
        size_t head = task % heads, set = task / heads;
        char * to = (char *) dst->data + head * dst->nb[1] + set * dst->nb[2];
        pack_keys(k, (const char *) k->data + head * k->nb[1] + set * k->nb[3], &layout, to);
        pack_values(v, (const char *) v->data + head * v->nb[1] + set * v->nb[3], &layout, to);
    }
}

/// Scores to shares, unnormalized; returns what the sums so far shrink by.
static float share_out(struct block * block, int row, size_t keys) {
    const float * scores = block->scores[row];
    vector most = splat(block->largest[row]);
    for (size_t at = 0; at < keys; at += LANES) {
        most = larger_before(most, load(scores + at), at, keys);
    }
    float largest = largest_lane(most);
    vector top = splat(largest), least = splat(-126.0f), sum = splat(0);
    for (size_t at = 0; at < (keys + KEY_PANEL - 1) / KEY_PANEL * KEY_PANEL; at += LANES) {
        vector power = larger(load(scores + at) - top, least);
        vector share = keep_before(exp2_vector(power), at, keys);
        sum += share;
        put_share(block, row, at, share);
    }
    float shrink = exp2f(block->largest[row] - largest);
    block->largest[row] = largest;
    block->shares[row] = block->shares[row] * shrink + sum_lanes(sum);
    return shrink;
}

/// A block of queries meets a block of keys.
static void meet(int rows, const char * head, const struct head_layout * layout, size_t first_key, size_t keys,
                 struct block * block) {
    for (size_t key = 0; key < keys; key += KEY_PANEL) {
        score_panel(rows, head, layout, first_key, key, block);
    }
    for (int row = 0; row < rows; row++) {
        vector shrink = splat(share_out(block, row, keys));
        for (size_t at = 0; at < layout->value_width; at += LANES) {
            float * sum = block->sums[row] + at;
            store(sum, load(sum) * shrink);
        }
    }
    gather(rows, head, layout, first_key, keys, block);
}

static void attend_block(const struct ggml_tensor * q, const char * queries, int rows, const char * head,
                         const struct head_layout * layout, size_t keys, struct block * block) {
    load_queries(q, queries, rows, splat((float) (1.4426950408889634 / sqrt((double) q->ne[0]))), block);
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
        vector all = splat(1 / block->shares[row]);
        for (size_t at = 0; at < size; at += LANES) {
            store_before(out + row * stride, at, size, load(block->sums[row] + at) * all);
        }
    }
}

void KERNEL(attention)(struct ggml_tensor * dst, int thread, int threads, void * key_count) {
    (void) thread;
    const struct ggml_tensor * q = dst->src[0], * packed = dst->src[1];
    size_t keys = (size_t) (uintptr_t) key_count, heads = q->ne[1], queries = q->ne[2], size = dst->ne[0] / heads;
    struct head_layout layout = head_layout(keys, q->ne[0], size);
    size_t chunks = (queries + TASK_QUERIES - 1) / TASK_QUERIES;
    struct block block;
    for (int task; (task = next_task(tasks_of(dst), (int) (chunks * heads * q->ne[3]), threads)) >= 0;) {
        size_t chunk = task % chunks, head = task / chunks % heads, set = task / chunks / heads;
        const char * keys_values = (const char *) packed->data + head * packed->nb[1] + set * packed->nb[2];
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
