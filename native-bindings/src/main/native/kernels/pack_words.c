// Weights to panels of 16-bit words.
#include "words.h"

#include "pack.h"

const struct packing glimpse_words = PACKING;
