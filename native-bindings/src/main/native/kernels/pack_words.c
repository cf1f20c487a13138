// Weights to panels of 16-bit words, on any processor.
#include "words.h"

#include <math.h>
#include <string.h>

/// Rounds up to GROUP numbers of one row into their places; returns their scale.
static float pack_group(const float * numbers, size_t count, int16_t * places) {
    float most = 0;
    for (size_t i = 0; i < count; i++) {
        float size = fabsf(numbers[i]);
        most = size > most ? size : most;
    }
    float inverse = most > 0 ? WEIGHT_MOST / most : 0.0f;
    int16_t rounded[GROUP] = { 0 };
    for (size_t i = 0; i < count; i++) {
        rounded[i] = (int16_t) ((int) (numbers[i] * inverse + (WEIGHT_MOST + 0.5f)) - WEIGHT_MOST); // positive: cut off is rounded
    }
    for (size_t i = 0; i < GROUP; i += 2) {
        memcpy(places + i * WORD_PANEL, rounded + i, 2 * sizeof *rounded);
    }
    return most / WEIGHT_MOST;
}

void glimpse_pack_words(const float * matrix, size_t rows, size_t columns, void * panels) {
    size_t groups = padded_columns(columns) / GROUP;
    for (size_t row = 0; row < (rows + WORD_PANEL - 1) / WORD_PANEL * WORD_PANEL; row++) {
        char * panel = (char *) panels + row / WORD_PANEL * groups * WORD_GROUP_BYTES;
        for (size_t group = 0; group < groups; group++) {
            size_t first = group * GROUP, rest = columns - first;
            size_t count = row >= rows ? 0 : rest < GROUP ? rest : GROUP;
            char * block = panel + group * WORD_GROUP_BYTES;
            const float * numbers = count == 0 ? NULL : matrix + row * columns + first;
            float scale = pack_group(numbers, count, (int16_t *) block + row % WORD_PANEL * 2);
            float * scales = (float *) ((int16_t *) block + GROUP * WORD_PANEL);
            scales[row % WORD_PANEL] = scale;
        }
    }
}
