// How rows and packed weights lie in memory, for any kind of them: included behind a kind (bytes.h, words.h), of which a
// source file has one. Extents and offsets are in bytes unless a name says otherwise.
//
// Rows (activations): `columns` numbers a row, padded with zeros to whole groups of GROUP numbers.
//   row_value values[columns]          value = number / scale of its group, rounded, -ROW_MOST to ROW_MOST
//   float     scales[columns / GROUP]
//   and what else the kind has for a group
//
// Packed weights: panels of PANEL rows of the matrix (the outputs), each panel in groups of GROUP columns (the inputs).
//   weight_value values[GROUP / TOGETHER][PANEL][TOGETHER]   value = number / scale, rounded, -WEIGHT_MOST to WEIGHT_MOST,
//                                                            plus WEIGHT_ZERO
//   float        scales[PANEL]
// The processor multiplies TOGETHER values of a row with as many of each weight, and adds these products.
#ifndef GLIMPSE_KERNELS_LAYOUT_H
#define GLIMPSE_KERNELS_LAYOUT_H

#define GROUP_WEIGHT_BYTES (GROUP * PANEL * sizeof(weight_value))
#define GROUP_BYTES (GROUP_WEIGHT_BYTES + PANEL * sizeof(float))

static inline size_t padded_columns(size_t columns) {
    return (columns + GROUP - 1) / GROUP * GROUP;
}

/// Bytes of a row of so many numbers, which are whole groups.
static inline size_t row_bytes(size_t columns) {
    return columns * sizeof(row_value) + columns / GROUP * ROW_GROUP_BYTES;
}

/// Numbers in a row of so many bytes.
static inline size_t row_columns(size_t bytes) {
    return bytes / row_bytes(GROUP) * GROUP;
}

static inline float * row_scales(void * row, size_t columns) {
    return (float *) ((row_value *) row + columns);
}

/// Bytes of a panel of so many columns, which are whole groups.
static inline size_t panel_bytes(size_t columns) {
    return columns / GROUP * GROUP_BYTES;
}

static inline size_t panel_columns(size_t bytes) {
    return bytes / GROUP_BYTES * GROUP;
}

#endif
