/* Everything that Glimpse binds, for jextract. What is taken from it is listed in symbols.txt. */
#include "ggml.h"
#include "ggml-alloc.h"
#include "ggml-backend.h"
#include "ggml-cpu.h"
#include "gguf.h"
#include "llama.h"
#include "mtmd.h"

/* libglimpse_abi: what the libraries were compiled with. */
const char * glimpse_abi_llama_commit(void);
const char * glimpse_abi_llama_version(void);
size_t glimpse_abi_sizeof(const char * struct_name);
size_t glimpse_abi_offsetof(const char * struct_name, const char * field);

/* libglimpse_kernels: kernels of our own, described in native/kernels/kernels.h. */
ggml_custom_op_t glimpse_kernel(const char * name);
size_t glimpse_row_bytes(size_t columns);
size_t glimpse_panel_bytes(size_t columns);
size_t glimpse_panel_rows(void);
void glimpse_pack(const float * matrix, size_t rows, size_t columns, void * panels);
size_t glimpse_attention_bytes(size_t keys, size_t key_size, size_t value_size);
