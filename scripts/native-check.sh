#!/usr/bin/env bash
# Proves a native build on this machine: one matrix product of every weight type in every buffer type, each type in a
# process of its own, so that a kernel this machine cannot run ends that process and not a server.
# Of a portable build, every CPU library that this processor can run is proven, not only the one that would be chosen.
#   scripts/native-check.sh FOLDER     the folder that holds bin/glimpse-native-selftest and lib/
# Exit code 0: every product is right; 1: the build is not usable here, and standard error says why.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

[ $# -eq 1 ] || fail "usage: native-check.sh FOLDER"
build=$1
selftest=${GLIMPSE_NATIVE_SELFTEST:-$build/bin/glimpse-native-selftest}
[ -x "$selftest" ] || fail "$selftest is missing" "build it: make native"
output=$(mktemp "${TMPDIR:-/tmp}/glimpse-selftest.XXXXXX")
trap 'rm -f "$output"' EXIT

what_to_do=(
    "another compiler may help: CC=clang CXX=clang++ make native, or a newer GCC"
    "or kernels chosen at run time instead of by the compiler: PORTABLE=1 make native"
    "or fewer CPU features: CFLAGS and CXXFLAGS are passed on, -mno-amx-tile for example"
    "the whole output: $selftest TYPE"
)

# A hanging kernel is a broken one; where there is no timeout command it is the caller who waits.
limited() {
    if has timeout; then timeout 120 "$@"; else "$@"; fi
}

# The selftest's own words about where it was: its last line.
last_line() {
    tail -n 1 "$output" | sed 's/: $//'
}

types=$("$selftest" --list 2>"$output") ||
    fail "the libraries in $build/lib cannot be loaded: $(last_line)" \
        "a GPU build needs its driver; PORTABLE=1 loads GPU libraries only where there is one"

NOT_FOR_THIS_MACHINE=3

# check_type TYPE [LIBRARY]: 1 where the library is for another processor; ends the script on anything wrong
check_type() {
    local type=$1 code=0 what
    what="$type${2:+ of $(basename "$2")}"
    limited "$selftest" "$@" >"$output" 2>&1 || code=$?
    if [ "$code" -eq 0 ]; then
        return 0
    elif [ "$code" -eq "$NOT_FOR_THIS_MACHINE" ] && [ $# -eq 2 ]; then
        return 1
    elif [ "$code" -eq 124 ]; then
        fail "native self-test: $what did not end within 120 seconds, at: $(last_line)" "${what_to_do[@]}"
    elif [ "$code" -gt 128 ]; then
        fail "native self-test: $what died of SIG$(kill -l $((code - 128))), at: $(last_line)" "${what_to_do[@]}"
    fi
    fail "native self-test: $what gives wrong results:" \
        "$(grep -E 'WRONG|no ' "$output" | head -n 4 || last_line)" "${what_to_do[@]}"
}

count=0
for type in $types; do
    check_type "$type"
    count=$((count + 1))
done
say "native self-test: $count weight types are right"

proven=
others=
for library in "$build"/lib/libggml-cpu-*; do
    [ -e "$library" ] || continue
    name=$(basename "$library")
    name=${name#libggml-cpu-}
    for type in $types; do
        if ! check_type "$type" "$library"; then
            others="$others ${name%.*}"
            continue 2
        fi
    done
    proven="$proven ${name%.*}"
done
[ -z "$proven" ] || say "CPU libraries proven one by one:$proven"
[ -z "$others" ] || say "CPU libraries for other processors, which only such a processor can prove:$others"
