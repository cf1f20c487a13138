#!/usr/bin/env bash
# native-build.sh around the compiler: names of builds, refused builds, two builds at once. CMake is made up, so that
# nothing is compiled: it writes a library and a self-test whose verdict the test decides.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_fetched_source

command_file "$scratch/bin/cmake" <<'CMAKE'
while [ $# -gt 0 ]; do
    case "$1" in
        -B) mkdir -p "$2"; exit "${FAKE_CONFIGURE_CODE:-0}" ;;
        --build) work=$2 ;;
    esac
    shift
done
echo build >>"$FAKE_LOG"
if [ -n "${FAKE_GATE:-}" ]; then # say that the build runs, and go on when told to
    echo running >"$FAKE_GATE.running"
    read -r _ <"$FAKE_GATE.go"
fi
[ "${FAKE_COMPILE_CODE:-0}" -eq 0 ] || { echo 'matmul.cpp:1: error: made up'; exit 1; }
mkdir -p "$work/bin"
echo library >"$work/bin/libfake.so"
cp "$FAKE_SELFTEST" "$work/bin/glimpse-native-selftest"
CMAKE
export FAKE_LOG=$scratch/builds FAKE_SELFTEST=$scratch/selftest
build() { # VARIABLE=VALUE... [--option...]
    local settings=()
    while [ $# -gt 0 ] && [ "${1#--}" = "$1" ]; do settings+=("$1"); shift; done
    env PATH="$scratch/bin:$PATH" ${settings[@]+"${settings[@]}"} "$BASH" "$scripts/native-build.sh" "$@"
}
builds_so_far() { wc -l <"$FAKE_LOG" | tr -d ' '; }

# ---- names ----
plain=$(build --print-key)
check "the same settings make the same name" equals "$(build --print-key)" "$plain"
check "the name tells version, platform, backends and variant" \
    test -n "$(printf '%s' "$plain" | grep -E '^v[0-9.]+-(linux|macos)-(x86_64|aarch64)-cpu-tuned-[0-9a-f]{12}$')"
for other in PORTABLE=1 BACKENDS=vulkan CXXFLAGS=-O2 CFLAGS=-g LDFLAGS=-s; do
    check "$other makes another name" test "$(build "$other" --print-key)" != "$plain"
done
check "the order of backends does not matter" \
    equals "$(build BACKENDS=vulkan,metal --print-key)" "$(build BACKENDS=metal,vulkan,cpu --print-key)"
refuses "an unknown backend" "'opencl' is unknown; allowed are cpu, cuda, metal, vulkan" build BACKENDS=opencl --print-key
refuses "a PORTABLE that is no number" "PORTABLE=yes: allowed are 0 and 1" build PORTABLE=yes --print-key
refuses "an unknown option" "unknown option '--frob'" build --frob
refuses "a compiler that is not there" "CXX=no-such-compiler: no such compiler" build CXX=no-such-compiler
mkdir -p "$scratch/no-compiler"
for tool in bash cat cut dirname find git grep head paste sed sha256sum shasum sort tr uname; do
    path=$(command -v "$tool") && ln -s "$path" "$scratch/no-compiler/$tool"
done
refuses "no compiler at all" "no C and C++ compiler: looked for cc gcc clang" \
    env -u CC -u CXX PATH="$scratch/no-compiler" "$BASH" "$scripts/native-build.sh"

# ---- refused builds ----
command_file "$scratch/selftest" <<'SELFTEST'
[ "$1" != --list ] || { echo Q8_0; exit 0; }
printf 'Q8_0 in CPU_REPACK: '
kill -ILL $$
SELFTEST
refuses "a build whose self-test dies" "Q8_0 died of SIGILL, at: Q8_0 in CPU_REPACK" build
refuses "and says where it lies" "the native build is refused; it lies in .*rejected" build
check "it is not taken for finished" test ! -e "$GLIMPSE_CACHE/native/$plain"
refuses "a build that does not compile, with the compiler's words" "error: made up" build FAKE_COMPILE_CODE=1
refuses "a failed configuration" "CMake could not configure" build FAKE_CONFIGURE_CODE=1

# ---- accepted builds ----
command_file "$scratch/selftest" <<'SELFTEST'
echo Q8_0
SELFTEST
: >"$FAKE_LOG"
folder=$(build --properties "$scratch/out/native.properties" 2>/dev/null)
check "prints the folder" equals "$folder" "$GLIMPSE_CACHE/native/$plain/lib"
check "the library is there" test -f "$folder/libfake.so"
check "the self-test is kept" test -x "$folder/../bin/glimpse-native-selftest"
check "it tells its commit" grep -q '^commit=[0-9a-f]\{40\}$' "$folder/build.properties"
check "writes the properties" equals "$(cat "$scratch/out/native.properties")" "dir=$folder"
check "leaves no work behind" test -z "$(ls -A "$GLIMPSE_CACHE/work")"
check "finds it the second time" equals "$(build --print-dir)" "$folder"
check "and does not build it again" equals "$(builds_so_far)" 1

# ---- a link for Maven ----
link() { PATH=$scratch/bin:$PATH "$BASH" "$scripts/native-link.sh" "$@"; }
link "$scratch/target/native"
check "links to the libraries" test -f "$scratch/target/native/libfake.so"
link "$scratch/target/native" "$scratch/out"
refuses "a given folder that is not there" "/nowhere is no folder" link "$scratch/target/native" /nowhere
refuses "something else in the link's place" "is in the way" link "$scratch/out"

# ---- two builds at once ----
rm -rf "$GLIMPSE_CACHE/native"
: >"$FAKE_LOG"
mkfifo "$scratch/gate.running" "$scratch/gate.go" "$scratch/second.err"
build FAKE_GATE="$scratch/gate" >"$scratch/first.out" 2>/dev/null &
first=$!
read -r _ <"$scratch/gate.running" # the first holds the lock and compiles
build FAKE_GATE="$scratch/gate" >"$scratch/second.out" 2>"$scratch/second.err" &
second=$!
waits=
while read -r line; do
    case "$line" in *"waiting for it"*)
        waits=yes
        echo go >"$scratch/gate.go"
        ;;
    esac
done <"$scratch/second.err"
wait "$first" "$second"
check "the second waits for the first" equals "$waits" yes
check "both get the same folder" equals "$(cat "$scratch/first.out" "$scratch/second.out" | sort -u)" "$folder"
check "which was built once" equals "$(builds_so_far)" 1
finish
