#include "kernels.hpp"

#include "../kernels/kernels.h"
#include "ggml-backend.h"
#include "ggml.h"

#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

// 8 bits a number and a scale for each 128 leave about 1e-5 of the square; bfloat16 products about 2e-5.
constexpr double max_nmse = 1e-4;

using numbers = std::vector<float>;

numbers random_numbers(size_t count, unsigned seed) {
    std::mt19937                          engine(seed);
    std::uniform_real_distribution<float> distribution(-1, 1);
    numbers                               values(count);
    for (float & value : values) {
        value = distribution(engine);
    }
    return values;
}

double nmse(const numbers & found, const numbers & expected) {
    double error = 0;
    double square = 0;
    for (size_t i = 0; i < expected.size(); i++) {
        error += (double(found[i]) - expected[i]) * (double(found[i]) - expected[i]);
        square += double(expected[i]) * expected[i];
    }
    return error / square;
}

bool report(double error) {
    const bool right = error <= max_nmse; // NaN is wrong
    std::printf("%s, NMSE %.2g (at most %.0e)\n", right ? "right" : "WRONG", error, max_nmse);
    return right;
}

/// A graph of a few operations on the CPU, with the memory of all its tensors.
class small_graph {
public:
    small_graph() : context_(ggml_init({ 64 * ggml_tensor_overhead() + ggml_graph_overhead(), nullptr, true })) {}

    ~small_graph() {
        ggml_backend_buffer_free(buffer_);
        ggml_backend_free(backend_);
        ggml_free(context_);
    }

    small_graph(const small_graph &) = delete;
    small_graph & operator=(const small_graph &) = delete;

    ggml_tensor * tensor(ggml_type type, int64_t ne0, int64_t ne1, int64_t ne2 = 1) {
        return ggml_new_tensor_3d(context_, type, ne0, ne1, ne2);
    }

    ggml_tensor * operation(const char * kernel, ggml_tensor * shape, std::vector<ggml_tensor *> sources, void * data) {
        return ggml_custom_4d(context_, shape->type, shape->ne[0], shape->ne[1], shape->ne[2], shape->ne[3], sources.data(),
                              int(sources.size()), glimpse_kernel(kernel), GGML_N_TASKS_MAX, data);
    }

    numbers compute(ggml_tensor * result, const std::function<void()> & set_inputs) {
        backend_ = ggml_backend_init_by_type(GGML_BACKEND_DEVICE_TYPE_CPU, nullptr);
        if (backend_ == nullptr) {
            throw std::runtime_error("no CPU backend");
        }
        ggml_cgraph * graph = ggml_new_graph(context_);
        ggml_build_forward_expand(graph, result);
        buffer_ = ggml_backend_alloc_ctx_tensors(context_, backend_);
        set_inputs();
        if (ggml_backend_graph_compute(backend_, graph) != GGML_STATUS_SUCCESS) {
            throw std::runtime_error("the graph was not computed");
        }
        numbers values(size_t(ggml_nelements(result)));
        ggml_backend_tensor_get(result, values.data(), 0, values.size() * sizeof(float));
        return values;
    }

private:
    ggml_context *        context_;
    ggml_backend_t        backend_ = nullptr;
    ggml_backend_buffer_t buffer_  = nullptr;
};

void set(ggml_tensor * tensor, const numbers & values) {
    ggml_backend_tensor_set(tensor, values.data(), 0, values.size() * sizeof(float));
}

/// Odd extents: part of a group, of a panel, of a tile.
bool check_linear() {
    constexpr int64_t columns = 300;
    constexpr int64_t outputs = 133;
    constexpr int64_t rows    = 29;
    const numbers     x       = random_numbers(columns * rows, 1);
    const numbers     w       = random_numbers(columns * outputs, 2);
    const numbers     b       = random_numbers(outputs, 3);
    numbers           expected(outputs * rows);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t output = 0; output < outputs; output++) {
            double sum = b[output];
            for (int64_t column = 0; column < columns; column++) {
                sum += double(x[row * columns + column]) * w[output * columns + column];
            }
            expected[row * outputs + output] = float(sum);
        }
    }
    const int64_t              panel  = int64_t(glimpse_panel_rows());
    const int64_t              panels = (outputs + panel - 1) / panel;
    const size_t               bytes  = glimpse_panel_bytes(columns);
    std::vector<unsigned char> packed(bytes * panels);
    glimpse_pack(w.data(), outputs, columns, packed.data());
    small_graph   graph;
    ggml_tensor * input   = graph.tensor(GGML_TYPE_F32, columns, rows);
    ggml_tensor * weights = graph.tensor(GGML_TYPE_I8, int64_t(bytes), panels);
    ggml_tensor * bias    = graph.tensor(GGML_TYPE_F32, outputs, 1);
    ggml_tensor * rounded =
        graph.operation("quantize", graph.tensor(GGML_TYPE_I8, int64_t(glimpse_row_bytes(columns)), rows), { input }, nullptr);
    ggml_tensor * result =
        graph.operation("linear", graph.tensor(GGML_TYPE_F32, outputs, rows), { weights, rounded, bias }, nullptr);
    const numbers found = graph.compute(result, [&] {
        set(input, x);
        set(bias, b);
        ggml_backend_tensor_set(weights, packed.data(), 0, packed.size());
    });
    return report(nmse(found, expected));
}

bool check_attention() {
    constexpr int64_t size = 72;
    constexpr int64_t keys = 67;
    const numbers     q    = random_numbers(size * keys, 4);
    const numbers     k    = random_numbers(size * keys, 5);
    const numbers     v    = random_numbers(size * keys, 6);
    numbers           expected(size * keys);
    for (int64_t query = 0; query < keys; query++) {
        std::vector<double> shares(keys);
        double              all = 0;
        for (int64_t key = 0; key < keys; key++) {
            double score = 0;
            for (int64_t i = 0; i < size; i++) {
                score += double(q[query * size + i]) * k[key * size + i];
            }
            shares[key] = std::exp(score / std::sqrt(double(size)));
            all += shares[key];
        }
        for (int64_t i = 0; i < size; i++) {
            double sum = 0;
            for (int64_t key = 0; key < keys; key++) {
                sum += shares[key] * v[key * size + i];
            }
            expected[query * size + i] = float(sum / all);
        }
    }
    small_graph   graph;
    ggml_tensor * queries = graph.tensor(GGML_TYPE_F32, size, 1, keys);
    ggml_tensor * packed_keys = graph.tensor(GGML_TYPE_F32, size, 1, keys);
    ggml_tensor * values      = graph.tensor(GGML_TYPE_F32, size, 1, keys);
    ggml_tensor * packed      = graph.operation(
        "attention_pack", graph.tensor(GGML_TYPE_I8, int64_t(glimpse_attention_bytes(keys, size, size)), 1),
        { packed_keys, values }, nullptr);
    ggml_tensor * result = graph.operation("attention", graph.tensor(GGML_TYPE_F32, size, keys), { queries, packed },
                                           reinterpret_cast<void *>(keys));
    const numbers found = graph.compute(result, [&] {
        set(queries, q);
        set(packed_keys, k);
        set(values, v);
    });
    return report(nmse(found, expected));
}

bool check(const char * name, const char * kernel, bool (*run)()) {
    std::printf("kernel %s: ", name);
    std::fflush(stdout); // the last line stays when the next instruction ends the process
    if (glimpse_kernel(kernel) == nullptr) {
        std::printf("not for this processor\n");
        return true;
    }
    return run();
}

} // namespace

bool check_kernels() {
    const bool linear = check("linear", "linear", check_linear);
    return check("attention", "attention", check_attention) && linear;
}
