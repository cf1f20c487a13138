// Rows by AVX2.
#include "rows_avx2.h"

#define KERNEL(name) glimpse_##name##_avx2
#include "rows.h"
