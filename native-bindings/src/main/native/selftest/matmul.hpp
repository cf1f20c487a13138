// One matrix product per weight type, checked against plain arithmetic.
#pragma once

#include "ggml-backend.h"

#include <string>
#include <vector>

/// A weight type and how far its product may be from the exact product of the same (dequantized) weights.
/// The distance is the mean squared error over the mean square of the exact result; what remains is the rounding of
/// the activations to the format that the kernel works in.
struct weight_type {
    const char * name;
    ggml_type    type;
    double       max_nmse;
};

/// weights: rows x depth, activations: columns x depth.
struct matmul_shape {
    int64_t rows;
    int64_t depth;
    int64_t columns;
};

/// Where the weights lie, and the device that computes.
struct matmul_place {
    ggml_backend_dev_t         device;
    ggml_backend_buffer_type_t buffer_type;
    bool                       must_support; // the CPU's plain buffer takes every type
};

enum class matmul_verdict { right, wrong, not_supported };

struct matmul_outcome {
    matmul_verdict verdict;
    double         nmse;
};

/// The types that are checked, each once.
const std::vector<weight_type> & weight_types();

/// One column (GEMV), few, many (GEMM), and sizes that are no multiple of any block of rows.
const std::vector<matmul_shape> & matmul_shapes();

/// Every device's own buffer type, and the CPU's extra ones (repacked weights, AMX tiles).
std::vector<matmul_place> matmul_places();

/// Multiplies in `place` on two threads and compares.
matmul_outcome run_matmul(const weight_type & weight, const matmul_shape & shape, const matmul_place & place);
