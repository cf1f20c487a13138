// Weights to panels of bytes, on any processor.
#include "bytes.h"

#include <math.h>
#include <string.h>

/// Rounds up to GROUP numbers of one row into their places; returns their scale.
static float pack_group(const float * numbers, size_t count, uint8_t * places) {
    float most = 0;
    for (size_t i = 0; i < count; i++) {
        float size = fabsf(numbers[i]);
        most = size > most ? size : most;
    }
    float inverse = most > 0 ? 127.0f / most : 0.0f;
    uint8_t rounded[GROUP];
    memset(rounded, 128, sizeof rounded);
    for (size_t i = 0; i < count; i++) {
        rounded[i] = (uint8_t) (int) (numbers[i] * inverse + 128.5f); // positive: cut off is rounded
    }
    for (size_t i = 0; i < GROUP; i += 4) {
        memcpy(places + i * PANEL, rounded + i, 4);
    }
    return most / 127.0f;
}

void glimpse_pack_bytes(const float * matrix, size_t rows, size_t columns, void * panels) {
    size_t groups = padded_columns(columns) / GROUP;
    for (size_t row = 0; row < (rows + PANEL - 1) / PANEL * PANEL; row++) {
        uint8_t * panel = (uint8_t *) panels + row / PANEL * groups * GROUP_BYTES;
        for (size_t group = 0; group < groups; group++) {
            size_t first = group * GROUP, rest = columns - first;
            size_t count = row >= rows ? 0 : rest < GROUP ? rest : GROUP;
            uint8_t * block = panel + group * GROUP_BYTES;
            const float * numbers = count == 0 ? NULL : matrix + row * columns + first;
            float scale = pack_group(numbers, count, block + row % PANEL * 4);
            memcpy(block + GROUP * PANEL + row % PANEL * sizeof scale, &scale, sizeof scale);
        }
    }
}
