// Rows by AVX-512.
#include "rows_avx512.h"

#define KERNEL(name) glimpse_##name##_avx512
#include "rows.h"
