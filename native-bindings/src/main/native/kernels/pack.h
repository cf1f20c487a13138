// Weights to panels, on any processor: included behind a kind of them (bytes.h, words.h).
#include "packing.h"

#include <math.h>
#include <string.h>

/// Rounds up to GROUP numbers of one row into their places; returns their scale.
static float pack_group(const float * numbers, size_t count, weight_value * places) {
    float most = 0;
    for (size_t i = 0; i < count; i++) {
        float size = fabsf(numbers[i]);
        most = size > most ? size : most;
    }
    float inverse = most > 0 ? WEIGHT_MOST / most : 0.0f;
    weight_value rounded[GROUP];
    for (size_t i = 0; i < GROUP; i++) {
        // Positive before it is cut off: so it is rounded.
        float value = i < count ? numbers[i] * inverse + (WEIGHT_MOST + 1.5f) : WEIGHT_MOST + 1.5f;
        rounded[i] = (weight_value) ((int) value - (WEIGHT_MOST + 1) + WEIGHT_ZERO);
    }
    for (size_t i = 0; i < GROUP; i += TOGETHER) {
        memcpy(places + i * PANEL, rounded + i, TOGETHER * sizeof *rounded);
    }
    return most / WEIGHT_MOST;
}

static void pack(const float * matrix, size_t rows, size_t columns, void * panels) {
    size_t groups = padded_columns(columns) / GROUP;
    for (size_t row = 0; row < (rows + PANEL - 1) / PANEL * PANEL; row++) {
        char * panel = (char *) panels + row / PANEL * groups * GROUP_BYTES;
        for (size_t group = 0; group < groups; group++) {
            size_t first = group * GROUP, rest = columns - first;
            size_t count = row >= rows ? 0 : rest < GROUP ? rest : GROUP;
            char * block = panel + group * GROUP_BYTES;
            const float * numbers = count == 0 ? NULL : matrix + row * columns + first;
            float scale = pack_group(numbers, count, (weight_value *) block + row % PANEL * TOGETHER);
            memcpy(block + GROUP_WEIGHT_BYTES + row % PANEL * sizeof scale, &scale, sizeof scale);
        }
    }
}

static size_t bytes_of_row(size_t columns) {
    return row_bytes(padded_columns(columns));
}

static size_t bytes_of_panel(size_t columns) {
    return panel_bytes(padded_columns(columns));
}

#define PACKING { bytes_of_row, bytes_of_panel, PANEL, pack }
