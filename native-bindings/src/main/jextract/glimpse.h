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
