// Rows and weights of 8 bits, for processors that multiply unsigned by signed bytes and add four products to 32 bits.
// Weights are the unsigned side, so that a row's values are the operand that is broadcast; what WEIGHT_ZERO adds to a
// product is taken back by starting its sum at the row's `start`:
//   int32_t starts[columns / GROUP]   -WEIGHT_ZERO * sum of the group's values, behind a row's scales
#ifndef GLIMPSE_KERNELS_BYTES_H
#define GLIMPSE_KERNELS_BYTES_H

#include <stddef.h>
#include <stdint.h>

typedef int8_t  row_value;
typedef uint8_t weight_value;

#define GROUP 128
#define PANEL 64
#define TOGETHER 4
#define ROW_MOST 127
#define WEIGHT_MOST 127
#define WEIGHT_ZERO 128
#define ROW_GROUP_BYTES (sizeof(float) + sizeof(int32_t))

#include "layout.h"

static inline int32_t * row_starts(void * row, size_t columns) {
    return (int32_t *) (row_scales(row, columns) + columns / GROUP);
}

#endif
