// How 8-bit rows and packed weights lie in memory. Extents and offsets are in bytes unless a name says otherwise.
//
// Rows (activations): `columns` numbers a row, padded with zeros to whole groups of GROUP numbers.
//   int8_t  values[columns]          value = number / scale of its group, rounded, -127 to 127
//   float   scales[columns / GROUP]
//   int32_t starts[columns / GROUP]  -128 * sum of the group's values, see below
//
// Packed weights: panels of PANEL rows of the matrix (the outputs), each panel in groups of GROUP columns (the inputs).
//   uint8_t values[GROUP / 4][PANEL][4]   value = number / scale, rounded, plus 128
//   float   scales[PANEL]
// The processor multiplies unsigned by signed bytes. Weights are the unsigned side, so that a row's values are
// the operand that is broadcast; what the 128 adds to a product is taken back by starting its sum at the row's `start`.
#ifndef GLIMPSE_KERNELS_BYTES_H
#define GLIMPSE_KERNELS_BYTES_H

#include "layout.h"

#define PANEL 64
#define GROUP_BYTES (GROUP * PANEL + PANEL * sizeof(float))

/// Bytes of a row of so many numbers, which are whole groups.
static inline size_t row_bytes(size_t columns) {
    return columns + columns / GROUP * (sizeof(float) + sizeof(int32_t));
}

/// Numbers in a row of so many bytes.
static inline size_t row_columns(size_t bytes) {
    return bytes / row_bytes(GROUP) * GROUP;
}

static inline float * row_scales(void * row, size_t columns) {
    return (float *) ((char *) row + columns);
}

static inline int32_t * row_starts(void * row, size_t columns) {
    return (int32_t *) (row_scales(row, columns) + columns / GROUP);
}

/// Bytes of a panel of so many columns, which are whole groups.
static inline size_t panel_bytes(size_t columns) {
    return columns / GROUP * GROUP_BYTES;
}

static inline size_t panel_columns(size_t bytes) {
    return bytes / GROUP_BYTES * GROUP;
}

/// Rounds and packs a matrix of floats, row by row, into its panels; what is missing to whole ones becomes zero.
void glimpse_pack_bytes(const float * matrix, size_t rows, size_t columns, void * panels);

#endif
