// What the Java bindings check when they load: which llama.cpp this is, and how its headers lay out the structs that
// the bindings read or pass. Compiled against the same headers as the libraries beside it. The only C code of ours
// that a process loads.
#include "ggml-backend.h"
#include "ggml-cpu.h"
#include "ggml.h"
#include "gguf.h"
#include "llama.h"
#include "mtmd-helper.h"
#include "mtmd.h"

#include <stddef.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

struct field_layout {
    const char * struct_name;
    const char * field; // NULL: the row holds the size of the struct
    size_t       value;
};

#define SIZE(type) { #type, NULL, sizeof(struct type) }
#define FIELD(type, name) { #type, #name, offsetof(struct type, name) }

static const struct field_layout layouts[] = {
#include "glimpse_abi_fields.inc"
};

static const struct field_layout * find(const char * struct_name, const char * field) {
    if (struct_name == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        const struct field_layout * row = &layouts[i];
        if (strcmp(row->struct_name, struct_name) != 0) {
            continue;
        }
        if (field == NULL ? row->field == NULL : row->field != NULL && strcmp(row->field, field) == 0) {
            return row;
        }
    }
    return NULL;
}

/// The full hash of the llama.cpp commit that was compiled.
EXPORT const char * glimpse_abi_llama_commit(void) {
    return GLIMPSE_LLAMA_COMMIT;
}

/// The version that the loaded libllama reports, such as "0.5.0".
EXPORT const char * glimpse_abi_llama_version(void) {
    return llama_version();
}

/// Bytes of a struct; 0 for a name that is not listed.
EXPORT size_t glimpse_abi_sizeof(const char * struct_name) {
    const struct field_layout * row = find(struct_name, NULL);
    return row == NULL ? 0 : row->value;
}

/// Bytes from the start of a struct to a field; (size_t) -1 for a name that is not listed.
EXPORT size_t glimpse_abi_offsetof(const char * struct_name, const char * field) {
    const struct field_layout * row = field == NULL ? NULL : find(struct_name, field);
    return row == NULL ? (size_t) -1 : row->value;
}
