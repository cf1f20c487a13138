# GCC's header before 14 (and before its later 11 to 13 point releases) tells the optimizer that _tile_loadconfig
# reads 8 bytes of the 64-byte tile configuration. At -O3 the stores to the other 56 are dropped, ldtilecfg loads
# what happened to be on the stack, and the next tile instruction ends the process. gcc_amx_tileconfig.h puts a
# correct definition in its place; it is right for every GCC, so the bound need not be exact.
# scripts/tests/amx-tileconfig-test.sh shows the fault and the cure in the disassembly.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14
   AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    foreach(target IN LISTS GGML_AVAILABLE_BACKENDS)
        if(target MATCHES "^ggml-cpu")
            target_compile_options(${target} PRIVATE
                "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include \"${CMAKE_SOURCE_DIR}/gcc_amx_tileconfig.h\">")
        endif()
    endforeach()
endif()
