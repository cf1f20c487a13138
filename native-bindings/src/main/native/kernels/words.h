// How 16-bit rows and packed weights lie in memory, for processors that multiply pairs of signed words and add them to
// 32 bits. Extents and offsets are in bytes unless a name says otherwise.
//
// Rows (activations): `columns` numbers a row, padded with zeros to whole groups of GROUP numbers.
//   int16_t values[columns]          value = number / scale of its group, rounded, -ROW_MOST to ROW_MOST
//   float   scales[columns / GROUP]
//
// Packed weights: panels of WORD_PANEL rows of the matrix (the outputs), each panel in groups of GROUP columns.
//   int16_t values[GROUP / 2][WORD_PANEL][2]   value = number / scale, rounded, -WEIGHT_MOST to WEIGHT_MOST
//   float   scales[WORD_PANEL]
// A group's sum of products fits into 32 bits whatever the values are; rows have the greater share of the bits, since
// activations have outliers.
#ifndef GLIMPSE_KERNELS_WORDS_H
#define GLIMPSE_KERNELS_WORDS_H

#include "layout.h"

#define ROW_MOST 8191
#define WEIGHT_MOST 2047
#define WORD_PANEL 16
#define WORD_GROUP_BYTES (GROUP * WORD_PANEL * sizeof(int16_t) + WORD_PANEL * sizeof(float))

_Static_assert((int64_t) GROUP * ROW_MOST * WEIGHT_MOST <= INT32_MAX, "the sum of a group overflows");

/// Bytes of a row of so many numbers, which are whole groups.
static inline size_t word_row_bytes(size_t columns) {
    return columns * sizeof(int16_t) + columns / GROUP * sizeof(float);
}

/// Numbers in a row of so many bytes.
static inline size_t word_row_columns(size_t bytes) {
    return bytes / word_row_bytes(GROUP) * GROUP;
}

static inline float * word_row_scales(void * row, size_t columns) {
    return (float *) ((int16_t *) row + columns);
}

/// Bytes of a panel of so many columns, which are whole groups.
static inline size_t word_panel_bytes(size_t columns) {
    return columns / GROUP * WORD_GROUP_BYTES;
}

static inline size_t word_panel_columns(size_t bytes) {
    return bytes / WORD_GROUP_BYTES * GROUP;
}

/// Rounds and packs a matrix of floats, row by row, into its panels; what is missing to whole ones becomes zero.
void glimpse_pack_words(const float * matrix, size_t rows, size_t columns, void * panels);

#endif
