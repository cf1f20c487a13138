// What 8-bit and 16-bit rows have in common: groups of numbers with a scale.
#ifndef GLIMPSE_KERNELS_LAYOUT_H
#define GLIMPSE_KERNELS_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

/// Numbers that share a scale.
#define GROUP 128

static inline size_t padded_columns(size_t columns) {
    return (columns + GROUP - 1) / GROUP * GROUP;
}

#endif
