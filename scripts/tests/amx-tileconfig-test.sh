#!/usr/bin/env bash
# Shows in the compiler's output that the tile configuration of ggml's AMX kernels is written in full before it is
# loaded (native-bindings/src/main/native/cmake/gcc-amx.cmake says what goes wrong). Needs no AMX machine. Runs where
# that file takes effect: GCC older than 14 on x86_64.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Reads assembly; succeeds if before the first `ldtilecfg OFFSET(REGISTER)` stores begin in both parts of the
# configuration: bytes 16 to 31 (colsb of the 8 tiles) and 48 to 55 (rows). The store that zeroes the whole survives
# the fault, begins before both and does not count.
writes_whole_configuration() {
    awk '
        { line[NR] = $0 }
        /^[ \t]*ldtilecfg/ { at = NR; exit }
        END {
            if (!at) { print "        no ldtilecfg found"; exit 1 }
            split_operand(line[at]); base = offset; frame = register
            for (i = at - 1; i > 0 && i > at - 60; i--) {
                if (line[i] !~ /^[ \t]*v?mov[a-z0-9]*[ \t]/ || !split_operand(line[i]) || register != frame) continue
                if (offset >= base + 16 && offset < base + 32) columns = 1
                if (offset >= base + 48 && offset < base + 56) rows = 1
            }
            exit !(columns && rows)
        }
        # The destination of a line in AT&T syntax, if it is memory: sets offset and register.
        function split_operand(text) {
            if (!match(text, /-?[0-9]*\(%r[a-z0-9]+\)$/)) return 0
            text = substr(text, RSTART, RLENGTH)
            offset = text; sub(/\(.*/, "", offset); offset += 0
            register = text; sub(/.*\(/, "", register)
            return 1
        }'
}

drops_some() {
    ! writes_whole_configuration
}

whole='
	vmovdqa64	%zmm0, 192(%rsp)
	movq	%rdx, 240(%rsp)
	vmovdqa	%xmm0, 208(%rsp)
	ldtilecfg	192(%rsp)'
# shellcheck disable=SC2016 # assembly, nothing to expand
dropped='
	vmovdqa64	%zmm0, 192(%rsp)
	movb	$1, 192(%rsp)
	ldtilecfg	192(%rsp)'
check "the check accepts a whole configuration" writes_whole_configuration <<<"$whole"
check "the check sees dropped stores" drops_some <<<"$dropped"

compiler=${CXX:-c++}
major=$("$compiler" -dumpversion | cut -d . -f 1)
if [ "$(uname -m)" != x86_64 ] || "$compiler" --version | grep -q -i clang || [ "$major" -ge 14 ]; then
    echo "  --    not compiled: the header is not used with this compiler"
    finish
    exit 0
fi

source=$(GLIMPSE_CACHE=$shared_cache "$scripts/native-build.sh" --print-source)
header=$scripts/../native-bindings/src/main/native/gcc_amx_tileconfig.h
"$compiler" -S -o "$scratch/mmq.s" -O3 -DNDEBUG -std=gnu++17 -fPIC -include "$header" \
    -msse4.2 -mf16c -mfma -mbmi2 -mavx2 -mavx512f -mavx512cd -mavx512vl -mavx512dq -mavx512bw -mavx512vbmi \
    -mavx512vnni -mavx512bf16 -mamx-tile -mamx-int8 \
    -I "$source/ggml/include" -I "$source/ggml/src" -I "$source/ggml/src/ggml-cpu" \
    "$source/ggml/src/ggml-cpu/amx/mmq.cpp"
check "ggml's AMX kernels write it in full" writes_whole_configuration <"$scratch/mmq.s"
finish
