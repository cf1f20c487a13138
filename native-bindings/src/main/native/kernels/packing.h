// What the Java side asks of rows and packed weights, one answer for each kind of them.
#ifndef GLIMPSE_KERNELS_PACKING_H
#define GLIMPSE_KERNELS_PACKING_H

#include <stddef.h>

struct packing {
    size_t (*row_bytes)(size_t columns);
    size_t (*panel_bytes)(size_t columns);
    size_t panel_rows;

    /// Rounds and packs a matrix of floats, row by row, into its panels; what is missing to whole ones becomes zero.
    void (*pack)(const float * matrix, size_t rows, size_t columns, void * panels);
};

extern const struct packing glimpse_bytes, glimpse_words;

#endif
