#include "matmul.hpp"

#include "ggml-alloc.h"
#include "ggml-cpu.h"
#include "ggml.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>

namespace {

constexpr int thread_count = 2;

struct context_deleter {
    void operator()(ggml_context * context) const { ggml_free(context); }
};
struct buffer_deleter {
    void operator()(ggml_backend_buffer_t buffer) const { ggml_backend_buffer_free(buffer); }
};
struct backend_deleter {
    void operator()(ggml_backend_t backend) const { ggml_backend_free(backend); }
};
using context_ptr = std::unique_ptr<ggml_context, context_deleter>;
using buffer_ptr  = std::unique_ptr<ggml_backend_buffer, buffer_deleter>;
using backend_ptr = std::unique_ptr<ggml_backend, backend_deleter>;

context_ptr new_context() {
    const ggml_init_params params = { 4 * ggml_tensor_overhead() + ggml_graph_overhead(), nullptr, true };
    return context_ptr(ggml_init(params));
}

/// Values in [-1, 1), the same on every machine.
std::vector<float> noise(int64_t count, uint32_t seed) {
    std::vector<float> values(static_cast<size_t>(count));
    uint32_t           state = seed;
    for (float & value : values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
    }
    return values;
}

std::vector<uint8_t> quantize(ggml_type type, const std::vector<float> & values, const matmul_shape & shape) {
    std::vector<uint8_t> bytes(ggml_row_size(type, shape.depth) * static_cast<size_t>(shape.rows));
    if (type == GGML_TYPE_F32) {
        std::memcpy(bytes.data(), values.data(), bytes.size());
    } else {
        ggml_quantize_chunk(type, values.data(), bytes.data(), 0, shape.rows, shape.depth, nullptr);
    }
    return bytes;
}

std::vector<float> dequantize(ggml_type type, const std::vector<uint8_t> & bytes, const matmul_shape & shape) {
    std::vector<float> values(static_cast<size_t>(shape.rows * shape.depth));
    if (type == GGML_TYPE_F32) {
        std::memcpy(values.data(), bytes.data(), bytes.size());
    } else {
        ggml_get_type_traits(type)->to_float(bytes.data(), values.data(), shape.rows * shape.depth);
    }
    return values;
}

std::vector<double> exact_product(const std::vector<float> & weights, const std::vector<float> & activations,
                                  const matmul_shape & shape) {
    std::vector<double> product(static_cast<size_t>(shape.rows * shape.columns));
    for (int64_t column = 0; column < shape.columns; column++) {
        for (int64_t row = 0; row < shape.rows; row++) {
            double sum = 0;
            for (int64_t k = 0; k < shape.depth; k++) {
                sum += double(weights[row * shape.depth + k]) * double(activations[column * shape.depth + k]);
            }
            product[column * shape.rows + row] = sum;
        }
    }
    return product;
}

/// Infinite as soon as one value is not a number, so that such a result never passes.
double normalized_error(const std::vector<float> & found, const std::vector<double> & exact) {
    double error  = 0;
    double energy = 0;
    for (size_t i = 0; i < exact.size(); i++) {
        if (!std::isfinite(found[i])) {
            return std::numeric_limits<double>::infinity();
        }
        error += (found[i] - exact[i]) * (found[i] - exact[i]);
        energy += exact[i] * exact[i];
    }
    return error / energy;
}

buffer_ptr allocate(ggml_context * context, ggml_backend_buffer_type_t buffer_type) {
    buffer_ptr buffer(ggml_backend_alloc_ctx_tensors_from_buft(context, buffer_type));
    if (!buffer) {
        throw std::runtime_error(std::string("no memory in buffer type ") + ggml_backend_buft_name(buffer_type));
    }
    return buffer;
}

backend_ptr start(ggml_backend_dev_t device) {
    backend_ptr backend(ggml_backend_dev_init(device, nullptr));
    if (!backend) {
        throw std::runtime_error(std::string("device ") + ggml_backend_dev_name(device) + " does not start");
    }
    void * set_threads =
        ggml_backend_reg_get_proc_address(ggml_backend_dev_backend_reg(device), "ggml_backend_set_n_threads");
    if (set_threads != nullptr) {
        reinterpret_cast<ggml_backend_set_n_threads_t>(set_threads)(backend.get(), thread_count);
    }
    return backend;
}

} // namespace

const std::vector<weight_type> & weight_types() {
    static const std::vector<weight_type> types = {
        { "F32",    GGML_TYPE_F32,    1e-6 }, // GPUs may work in TF32
        { "F16",    GGML_TYPE_F16,    1e-5 },
        { "BF16",   GGML_TYPE_BF16,   2e-5 },
        { "Q4_0",   GGML_TYPE_Q4_0,   1e-4 },
        { "Q4_1",   GGML_TYPE_Q4_1,   1e-4 },
        { "Q5_0",   GGML_TYPE_Q5_0,   1e-4 },
        { "Q5_1",   GGML_TYPE_Q5_1,   1e-4 },
        { "Q8_0",   GGML_TYPE_Q8_0,   1e-4 },
        { "Q2_K",   GGML_TYPE_Q2_K,   1e-4 },
        { "Q3_K",   GGML_TYPE_Q3_K,   1e-4 },
        { "Q4_K",   GGML_TYPE_Q4_K,   1e-4 },
        { "Q5_K",   GGML_TYPE_Q5_K,   1e-4 },
        { "Q6_K",   GGML_TYPE_Q6_K,   1e-4 },
        { "IQ4_NL", GGML_TYPE_IQ4_NL, 1e-4 },
        { "IQ4_XS", GGML_TYPE_IQ4_XS, 1e-4 },
        { "MXFP4",  GGML_TYPE_MXFP4,  1e-4 },
    };
    return types;
}

const std::vector<matmul_shape> & matmul_shapes() {
    static const std::vector<matmul_shape> shapes = {
        { 96, 512, 1 }, { 96, 512, 4 }, { 96, 512, 64 }, { 67, 768, 1 }, { 67, 768, 37 },
    };
    return shapes;
}

std::vector<matmul_place> matmul_places() {
    std::vector<matmul_place> places;
    for (size_t i = 0; i < ggml_backend_dev_count(); i++) {
        ggml_backend_dev_t device = ggml_backend_dev_get(i);
        const bool         is_cpu = ggml_backend_dev_type(device) == GGML_BACKEND_DEVICE_TYPE_CPU;
        places.push_back({ device, ggml_backend_dev_buffer_type(device), is_cpu });
        void * extra_types = ggml_backend_reg_get_proc_address(ggml_backend_dev_backend_reg(device),
                                                               "ggml_backend_dev_get_extra_bufts");
        if (extra_types == nullptr) {
            continue;
        }
        ggml_backend_buffer_type_t * extra =
            reinterpret_cast<ggml_backend_dev_get_extra_bufts_t>(extra_types)(device);
        for (; extra != nullptr && *extra != nullptr; extra++) {
            places.push_back({ device, *extra, false });
        }
    }
    return places;
}

matmul_outcome run_matmul(const weight_type & weight, const matmul_shape & shape, const matmul_place & place) {
    const context_ptr weight_context  = new_context();
    const context_ptr compute_context = new_context();

    ggml_tensor * weights     = ggml_new_tensor_2d(weight_context.get(), weight.type, shape.depth, shape.rows);
    const buffer_ptr weight_buffer = allocate(weight_context.get(), place.buffer_type);
    ggml_tensor * activations =
        ggml_new_tensor_2d(compute_context.get(), GGML_TYPE_F32, shape.depth, shape.columns);
    ggml_tensor * product = ggml_mul_mat(compute_context.get(), weights, activations);
    if (!ggml_backend_dev_supports_op(place.device, product)) {
        return { matmul_verdict::not_supported, 0 };
    }
    const buffer_ptr compute_buffer =
        allocate(compute_context.get(), ggml_backend_dev_buffer_type(place.device));

    const std::vector<uint8_t> weight_bytes = quantize(weight.type, noise(shape.rows * shape.depth, 1), shape);
    const std::vector<float>   inputs       = noise(shape.columns * shape.depth, 2);
    ggml_backend_tensor_set(weights, weight_bytes.data(), 0, weight_bytes.size());
    ggml_backend_tensor_set(activations, inputs.data(), 0, inputs.size() * sizeof(float));

    const backend_ptr backend = start(place.device);
    ggml_cgraph *     graph   = ggml_new_graph_custom(compute_context.get(), 4, false);
    ggml_build_forward_expand(graph, product);
    if (ggml_backend_graph_compute(backend.get(), graph) != GGML_STATUS_SUCCESS) {
        return { matmul_verdict::wrong, std::numeric_limits<double>::infinity() };
    }
    std::vector<float> found(static_cast<size_t>(shape.rows * shape.columns));
    ggml_backend_tensor_get(product, found.data(), 0, found.size() * sizeof(float));

    const std::vector<float> exact_weights = dequantize(weight.type, weight_bytes, shape);
    const double nmse = normalized_error(found, exact_product(exact_weights, inputs, shape));
    return { nmse <= weight.max_nmse ? matmul_verdict::right : matmul_verdict::wrong, nmse };
}
