// Rows and weights of 16-bit words, for processors that multiply pairs of signed words and add them to 32 bits. A group's
// sum of products fits whatever the values are; rows have the greater share of the bits, since activations have outliers.
#ifndef GLIMPSE_KERNELS_WORDS_H
#define GLIMPSE_KERNELS_WORDS_H

#include <stddef.h>
#include <stdint.h>

typedef int16_t row_value;
typedef int16_t weight_value;

#define GROUP 128
#define PANEL 16
#define TOGETHER 2
#define ROW_MOST 8191
#define WEIGHT_MOST 2047
#define WEIGHT_ZERO 0
#define ROW_GROUP_BYTES sizeof(float)

_Static_assert((int64_t) GROUP * ROW_MOST * WEIGHT_MOST <= INT32_MAX, "the sum of a group overflows");

#include "layout.h"

#endif
