// Put before every C++ file of ggml's CPU libraries when GCC is older than 14; cmake/gcc-amx.cmake says why.
#ifndef GLIMPSE_GCC_AMX_TILECONFIG_H
#define GLIMPSE_GCC_AMX_TILECONFIG_H

#include <immintrin.h>

// The whole 64-byte configuration is an input, so that no store to it is dropped.
#undef _tile_loadconfig
#define _tile_loadconfig(config) __asm__ volatile("ldtilecfg %0" : : "m"(*(const char(*)[64])(config)))

#endif
