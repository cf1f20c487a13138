// glimpse-native-selftest: proves built libraries on this machine, one weight type a process.
//   --list           names of the types, and of the kernels of our own
//   kernels          runs the kernels of our own
//   TYPE             multiplies with weights of this type in every buffer type that takes it
//   TYPE LIBRARY     the same with one of a portable build's CPU libraries instead of the best one
// Exit code 0: right; 1: a wrong result, or libraries that do not belong together; 2: bad usage; 3: LIBRARY is for
// processors with more than this one. A kernel that this machine cannot run kills the process by a signal: the last
// line then says where. scripts/native-check.sh runs all.
#include "ggml-backend.h"
#include "ggml.h"
#include "llama.h"
#include "kernels.hpp"
#include "matmul.hpp"
#include "mtmd.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>

extern "C" {
const char * glimpse_abi_llama_commit(void);
const char * glimpse_abi_llama_version(void);
size_t       glimpse_abi_sizeof(const char * struct_name);
}

namespace {

constexpr int exit_wrong                = 1;
constexpr int exit_bad_usage            = 2;
constexpr int exit_not_for_this_machine = 3;

std::string library_folder() {
    Dl_info info;
    if (dladdr(reinterpret_cast<const void *>(&ggml_version), &info) == 0 || info.dli_fname == nullptr) {
        return ".";
    }
    const std::string path  = info.dli_fname;
    const size_t      slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash);
}

/// Backends that are libraries of their own (the portable build) are not there until they are asked for.
void load_backends() {
    if (ggml_backend_dev_count() == 0) {
        ggml_backend_load_all_from_path(library_folder().c_str());
    }
}

bool libraries_belong_together() {
    const size_t compiled = sizeof(llama_model_params);
    const size_t reported = glimpse_abi_sizeof("llama_model_params");
    if (compiled != reported || mtmd_default_marker() == nullptr) {
        std::printf("libglimpse_abi does not match the headers: llama_model_params has %zu bytes, not %zu\n", reported,
                    compiled);
        return false;
    }
    return true;
}

bool check_place(const weight_type & weight, const matmul_place & place) {
    const char * buffer = ggml_backend_buft_name(place.buffer_type);
    bool         right  = true;
    int          ran    = 0;
    for (const matmul_shape & shape : matmul_shapes()) {
        std::printf("%s in %s, %dx%d times %d column(s): ", weight.name, buffer, int(shape.rows), int(shape.depth),
                    int(shape.columns));
        std::fflush(stdout); // the last line stays when the next instruction ends the process
        const matmul_outcome outcome = run_matmul(weight, shape, place);
        if (outcome.verdict == matmul_verdict::not_supported) {
            std::printf("not taken\n");
            continue;
        }
        ran++;
        const bool ok = outcome.verdict == matmul_verdict::right;
        std::printf("%s, NMSE %.2g (at most %.0e)\n", ok ? "right" : "WRONG", outcome.nmse, weight.max_nmse);
        right = right && ok;
    }
    if (place.must_support && ran == 0) {
        std::printf("%s in %s: WRONG, the CPU takes no product of this type\n", weight.name, buffer);
        return false;
    }
    return right;
}

/// A portable build's CPU library rates the processor; 0 says that it cannot run here.
/// @throws std::runtime_error when the library cannot be loaded at all
bool is_for_this_processor(const char * cpu_library) {
    void * library = dlopen(cpu_library, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw std::runtime_error(std::string("no such library: ") + dlerror());
    }
    void * score = dlsym(library, "ggml_backend_score");
    if (score == nullptr) {
        throw std::runtime_error(std::string("no ggml_backend_score in ") + cpu_library);
    }
    return reinterpret_cast<int (*)()>(score)() > 0;
}

/// 0, or the exit code that says why there is no CPU backend to check with.
int load_cpu(const char * cpu_library) {
    if (cpu_library == nullptr) {
        load_backends();
    } else if (!is_for_this_processor(cpu_library)) {
        return exit_not_for_this_machine;
    } else if (ggml_backend_load(cpu_library) == nullptr) {
        std::printf("no backend in %s\n", cpu_library);
        return exit_wrong;
    }
    return libraries_belong_together() ? 0 : exit_wrong;
}

int check_kernels_with(const char * cpu_library) {
    const int refusal = load_cpu(cpu_library);
    return refusal != 0 ? refusal : check_kernels() ? 0 : exit_wrong;
}

int check_type(const weight_type & weight, const char * cpu_library) {
    const int refusal = load_cpu(cpu_library);
    if (refusal != 0) {
        return refusal;
    }
    bool cpu   = false;
    bool right = true;
    for (const matmul_place & place : matmul_places()) {
        cpu   = cpu || place.must_support;
        right = check_place(weight, place) && right;
    }
    if (!cpu) {
        std::printf("no CPU device: no libggml-cpu* for this machine in %s\n", library_folder().c_str());
        return exit_wrong;
    }
    return right ? 0 : exit_wrong;
}

} // namespace

int main(int argc, char ** argv) {
    if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
        for (const weight_type & weight : weight_types()) {
            std::printf("%s\n", weight.name);
        }
        std::printf("%s\n", kernels_name);
        return 0;
    }
    if ((argc == 2 || argc == 3) && std::strcmp(argv[1], kernels_name) == 0) {
        try {
            return check_kernels_with(argc == 3 ? argv[2] : nullptr);
        } catch (const std::exception & failure) {
            std::printf("%s\n", failure.what());
            return exit_wrong;
        }
    }
    for (const weight_type & weight : weight_types()) {
        if ((argc == 2 || argc == 3) && std::strcmp(argv[1], weight.name) == 0) {
            try {
                return check_type(weight, argc == 3 ? argv[2] : nullptr);
            } catch (const std::exception & failure) {
                std::printf("%s\n", failure.what());
                return exit_wrong;
            }
        }
    }
    std::fprintf(stderr, "usage: glimpse-native-selftest --list | TYPE [LIBRARY]\nlibraries: llama.cpp %s, commit %s\n",
                 glimpse_abi_llama_version(), glimpse_abi_llama_commit());
    return exit_bad_usage;
}
