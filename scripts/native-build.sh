#!/usr/bin/env bash
# Builds the native libraries, or finds them built, and prints the folder that holds them on standard output.
#   --print-dir          the same, said aloud
#   --properties FILE    also writes "dir=<folder>" to FILE, for Maven
#   --peers              builds llama.cpp's own programs (server, bench, mtmd-cli, quantize) to measure against, and
#                        prints the folder of the programs
#   --print-key          prints the name of the build and does nothing
#   --print-source       prints the folder of the llama.cpp source, fetched where it is not there yet, and builds nothing
# Variables:
#   BACKENDS             comma-separated: cuda, metal, vulkan (the CPU is always there)
#   PORTABLE=1           one CPU library per micro-architecture instead of one tuned for this CPU
#   CUDA_ARCHITECTURES   as CMake's CMAKE_CUDA_ARCHITECTURES; default: this machine's GPU, else a list of common ones
#   LLAMA_CPP_DIR        a checkout of the pinned llama.cpp release; LLAMA_GIT_URL: where else to clone it from
#   GLIMPSE_CACHE        folder for sources and builds; default ~/.cache/glimpse
#   CC, CXX, CFLAGS, CXXFLAGS, LDFLAGS, JOBS
# A build is named by everything that decides its content, so changing any of it makes another build beside the first.
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
. "$scripts/lib/common.sh"
# shellcheck source=scripts/lib/llama-source.sh
. "$scripts/lib/llama-source.sh"
export LC_ALL=C
native_sources=$(cd "$scripts/../native-bindings/src/main/native" && pwd)

properties_file=
peers=
key_only=
source_only=
while [ $# -gt 0 ]; do
    case "$1" in
        --print-dir) ;;
        --properties)
            [ $# -ge 2 ] || fail "--properties needs a file name"
            properties_file=$2
            shift
            ;;
        --peers) peers=1 ;;
        --print-key) key_only=1 ;;
        --print-source) source_only=1 ;;
        *) fail "unknown option '$1'" "$(sed -n 's/^#   \(--[a-z-]*.*\)/\1/p' "${BASH_SOURCE[0]}")" ;;
    esac
    shift
done

[ -z "${LLAMA_CPP_DIR:-}" ] || check_given_source "$LLAMA_CPP_DIR"
if [ -n "$source_only" ]; then
    provide_source
    echo "$LLAMA_SOURCE"
    exit 0
fi

# ---- what is to be built ----

find_compiler() { # VARIABLE NAME...: sets VARIABLE to its own value or the first name that exists
    local variable=$1 name
    shift
    if [ -n "${!variable:-}" ]; then
        # shellcheck disable=SC2086 # a compiler variable may hold arguments
        set -- ${!variable}
        has "$1" || fail "$variable=${!variable}: no such compiler" "unset $variable, or install it (make setup says how)"
        return
    fi
    for name in "$@"; do
        if has "$name"; then
            printf -v "$variable" '%s' "$name"
            export "${variable?}"
            return
        fi
    done
    fail "no C and C++ compiler: looked for $* on the PATH" "install one (make setup says how), or set CC and CXX"
}

# What -march=native looks at. Kept in the name, so that a cache shared by machines never mixes them up.
cpu_features() {
    case "$os" in
        macos) sysctl -n machdep.cpu.brand_string ;;
        *) grep -m 1 -E '^(flags|Features)' /proc/cpuinfo | cut -d : -f 2 | tr ' ' '\n' | sort | paste -s -d ' ' - ;;
    esac
}

read_backends() {
    local list=() backend
    for backend in $(printf '%s' "${BACKENDS:-}" | tr ',' ' '); do
        case "$backend" in
            cpu) ;;
            cuda | metal | vulkan) list+=("$backend") ;;
            *) fail "BACKENDS: '$backend' is unknown; allowed are cpu, cuda, metal, vulkan, separated by commas" ;;
        esac
    done
    backends=
    [ ${#list[@]} -eq 0 ] || backends=$(printf '%s\n' "${list[@]}" | sort -u | paste -s -d ';' -)
}

# For CUDA: the compiler and the GPUs it compiles for belong to the build's name.
read_cuda() {
    cuda_architectures=
    cuda_compiler=
    case ";$backends;" in *";cuda;"*) ;; *) return 0 ;; esac
    local nvcc=${CUDACXX:-nvcc}
    has "$nvcc" || nvcc=/usr/local/cuda/bin/nvcc
    has "$nvcc" || fail "BACKENDS=cuda needs nvcc: not on the PATH and not in /usr/local/cuda/bin" \
        "install the CUDA toolkit, or set CUDACXX to its nvcc"
    export CUDACXX=$nvcc
    cuda_compiler=$("$nvcc" --version | tail -n 1)
    cuda_architectures=${CUDA_ARCHITECTURES:-}
    if [ -z "$cuda_architectures" ] && [ -z "$portable" ] && has nvidia-smi; then
        cuda_architectures=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null |
            grep -E '^[0-9.]+$' | tr -d . | sort -u | paste -s -d ';' - || true)
    fi
    [ -n "$cuda_architectures" ] || cuda_architectures='75-virtual;80-virtual;86-real;89-real;90'
}

portable=
case "${PORTABLE:-}" in
    '' | 0) ;;
    1) portable=1 ;;
    *) fail "PORTABLE=$PORTABLE: allowed are 0 and 1" ;;
esac
os=$(platform_os)
arch=$(platform_arch)
read_backends
read_cuda
find_compiler CC cc gcc clang
find_compiler CXX c++ g++ clang++

variant=tuned
[ -z "$portable" ] || variant=portable
[ -z "$peers" ] || variant=peers
cmake_options=(
    -DCMAKE_BUILD_TYPE=Release
    "-DLLAMA_CPP_COMMIT=$LLAMA_COMMIT"
    "-DGLIMPSE_BACKENDS=$backends"
    "-DGLIMPSE_PORTABLE=$([ -n "$portable" ] && echo ON || echo OFF)"
    "-DGLIMPSE_PEERS=$([ -n "$peers" ] && echo ON || echo OFF)"
)
[ -z "$cuda_architectures" ] || cmake_options+=("-DCMAKE_CUDA_ARCHITECTURES=$cuda_architectures")

# shellcheck disable=SC2086 # a compiler variable may hold arguments
compiler="$($CXX --version | head -n 1), $($CXX -dumpmachine)"
features=
[ -n "$portable" ] || features=$(cpu_features)

# Our own files. The peers are upstream's alone, so the self-test, the ABI library and the kernels do not change them.
files_hash() {
    local ours=(-name '*')
    [ -z "$peers" ] || ours=(! -path './selftest/*' ! -path './kernels/*' ! -name 'glimpse_abi*')
    (cd "$native_sources" && find . -type f "${ours[@]}" | sort | while read -r file; do sha256 "$file"; done) |
        sha256 | cut -c 1-64
}

# Raised when `accept` puts other files into a finished build.
BUILD_LAYOUT=2

identity() {
    printf '%s\n' "$BUILD_LAYOUT" "$LLAMA_TREE" "$os-$arch" "$CC" "$CXX" "$compiler" "${CFLAGS:-}" "${CXXFLAGS:-}" "${LDFLAGS:-}" \
        "${cmake_options[@]}" "$cuda_compiler" "$features" "$(files_hash)"
}

key=v$LLAMA_VERSION-$os-$arch-$(printf 'cpu;%s' "$backends" | sed 's/;$//' | tr ';' '+')-$variant-$(identity | sha256 | cut -c 1-12)
if [ -n "$key_only" ]; then
    echo "$key"
    exit 0
fi
cache=$(cache_dir)
finished=$cache/native/$key
work=$cache/work/$key

# ---- building it ----

check_tools() {
    has cmake || fail "cmake is needed for the native build (3.18 or newer)" "install it: make setup says how"
    has make || has ninja || fail "ninja or make is needed for the native build" "install one: make setup says how"
}

quietly() { # runs a build step into the log; shows its end when it fails
    if "$@" >>"$work/build.log" 2>&1 9>&-; then
        return 0
    fi
    tail -n 30 "$work/build.log" >&2
    return 1
}

compile() {
    local generator=(-G "Unix Makefiles") jobs=${JOBS:-}
    ! has ninja || generator=(-G Ninja)
    [ -n "$jobs" ] || jobs=$(getconf _NPROCESSORS_ONLN)
    rm -f "$work/build.log"
    if ! quietly cmake "${generator[@]}" -S "$native_sources" -B "$work" "-DLLAMA_CPP_SOURCE=$LLAMA_SOURCE" "${cmake_options[@]}"; then
        local reason=$work.configure.log
        mv "$work/build.log" "$reason"
        rm -rf "$work" # a half-made configuration would only mislead the next try
        fail "CMake could not configure the native build; the whole output: $reason"
    fi
    say "compiling $key: minutes the first time, never again (log: $work/build.log)"
    if [ -t 2 ]; then
        cmake --build "$work" --parallel "$jobs" >&2 9>&- || fail "the native build failed; the compiler's words are above"
    else
        quietly cmake --build "$work" --parallel "$jobs" || fail "the native build failed; the whole output: $work/build.log"
    fi
}

write_build_properties() {
    cat <<PROPERTIES
version=$LLAMA_VERSION
commit=$LLAMA_COMMIT
platform=$os-$arch
backends=cpu${backends:+,$(printf '%s' "$backends" | tr ';' ',')}
variant=$variant
backend.libraries=$([ -n "$portable" ] && echo dynamic || echo linked)
compiler=$compiler
flags=CFLAGS=${CFLAGS:-} CXXFLAGS=${CXXFLAGS:-} LDFLAGS=${LDFLAGS:-} ${cmake_options[*]}
key=$key
PROPERTIES
}

# The libraries prove themselves by arithmetic, the peers by starting.
proven() {
    if [ -n "$peers" ]; then
        "$1/bin/llama-bench" --help >/dev/null && "$1/bin/llama-server" --version >/dev/null 2>&1
    else
        "$scripts/native-check.sh" "$1"
    fi
}

# Puts what was built into place by one rename, after it proved itself.
accept() {
    local staged=$finished.staged
    rm -rf "$staged" "$finished.rejected"
    mkdir -p "$staged/lib" "$staged/bin"
    find "$work/bin" -maxdepth 1 -type f \( -name '*.so' -o -name '*.dylib' \) -exec cp {} "$staged/lib/" \;
    find "$work/bin" -maxdepth 1 -type f ! -name '*.so' ! -name '*.dylib' -perm -u+x -exec cp {} "$staged/bin/" \;
    write_build_properties >"$staged/lib/build.properties"
    cp "$LLAMA_SOURCE/LICENSE" "$staged/lib/LICENSE-llama.cpp" # it asks to stay with the libraries
    if ! proven "$staged" 9>&-; then
        mv "$staged" "$finished.rejected"
        fail "the native build is refused; it lies in $finished.rejected"
    fi
    mv "$staged" "$finished"
    rm -rf "$work" "$work.configure.log"
}

if [ ! -d "$finished" ]; then
    check_tools
    provide_source
    lock "$cache/locks/$key"
    if [ ! -d "$finished" ]; then # another process may have finished it meanwhile
        mkdir -p "$work" "$cache/native"
        compile
        accept
    fi
    unlock
fi

# ---- telling where it is ----

result=$finished/lib
[ -z "$peers" ] || result=$finished/bin
if [ -n "$properties_file" ]; then
    line="dir=$(printf '%s' "$result" | sed 's/\\/\\\\/g')"
    mkdir -p "$(dirname "$properties_file")"
    # An unchanged file keeps its time, so that nothing is built again because of it.
    [ "$(cat "$properties_file" 2>/dev/null || true)" = "$line" ] || printf '%s\n' "$line" >"$properties_file"
fi
echo "$result"
