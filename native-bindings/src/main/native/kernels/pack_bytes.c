// Weights to panels of bytes.
#include "bytes.h"

#include "pack.h"

const struct packing glimpse_bytes = PACKING;
