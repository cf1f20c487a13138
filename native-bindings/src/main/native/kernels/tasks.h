// Hands the tasks of one operation out to the threads that compute it, so that a thread that the system slows down
// takes fewer. The counter lies in the operation's own parameters, behind what ggml keeps there; a new tensor has zeros.
#ifndef GLIMPSE_KERNELS_TASKS_H
#define GLIMPSE_KERNELS_TASKS_H

#include "ggml.h"

#include <stdatomic.h>

struct tasks {
    atomic_int next;
    atomic_int finished_threads;
};

/// Words of an operation's parameters that ggml_custom_4d uses: a function, a number of threads, a pointer.
#define CUSTOM_PARAM_WORDS 6

_Static_assert(GGML_MAX_OP_PARAMS >= (CUSTOM_PARAM_WORDS + 2) * sizeof(int32_t), "no room for the counter");

static inline struct tasks * tasks_of(struct ggml_tensor * op) {
    return (struct tasks *) (op->op_params + CUSTOM_PARAM_WORDS);
}

/// The next task of `count` for a thread of `threads`, or -1 when there are none; then the thread asks no more.
/// The last thread to be told so makes the counter ready for another computation of the same graph.
static inline int next_task(struct tasks * tasks, int count, int threads) {
    int task = atomic_fetch_add_explicit(&tasks->next, 1, memory_order_relaxed);
    if (task < count) {
        return task;
    }
    if (atomic_fetch_add_explicit(&tasks->finished_threads, 1, memory_order_acq_rel) + 1 == threads) {
        atomic_store_explicit(&tasks->finished_threads, 0, memory_order_relaxed);
        atomic_store_explicit(&tasks->next, 0, memory_order_relaxed);
    }
    return -1;
}

#endif
