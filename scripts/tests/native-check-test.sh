#!/usr/bin/env bash
# native-check.sh against made-up self-tests: what it says when one dies, is wrong, or cannot be started.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# selftest LAST_COMMAND: F32 is right, Q4_0 does the given
selftest() {
    command_file "$scratch/selftest" <<FAKE
case "\$1" in
    --list) echo F32; echo Q4_0 ;;
    F32) echo 'F32 in CPU, 96x512 times 1 column(s): right' ;;
    Q4_0) printf 'Q4_0 in AMX, 96x512 times 1 column(s): '; $1 ;;
esac
FAKE
}

native_check() {
    GLIMPSE_NATIVE_SELFTEST=$scratch/selftest "$BASH" "$scripts/native-check.sh" "$scratch"
}

selftest 'echo right'
check "accepts what is right" native_check 2>/dev/null
# shellcheck disable=SC2016 # expanded by the made-up self-test
selftest 'kill -ILL $$'
refuses "names type, signal and place" "Q4_0 died of SIGILL, at: Q4_0 in AMX, 96x512 times 1 column(s)" native_check
refuses "says what to do" "CC=clang CXX=clang++ make native" native_check
# shellcheck disable=SC2016
selftest 'kill -SEGV $$'
refuses "tells another signal" "Q4_0 died of SIGSEGV" native_check
selftest 'echo "WRONG, NMSE 0.5 (at most 1e-04)"; exit 1'
refuses "shows a wrong result" "Q4_0 in AMX, 96x512 times 1 column(s): WRONG, NMSE 0.5" native_check
command_file "$scratch/selftest" <<<'echo "libcuda.so.1: cannot open shared object file" >&2; exit 127'
refuses "says that the libraries cannot be loaded" "cannot be loaded: libcuda.so.1" native_check
# A portable build: two CPU libraries, one of them for another processor.
mkdir -p "$scratch/lib"
touch "$scratch/lib/libggml-cpu-haswell.so" "$scratch/lib/libggml-cpu-sapphirerapids.so"
portable() { # LAST_COMMAND: what haswell does
    command_file "$scratch/selftest" <<FAKE
[ "\$1" != --list ] || { echo Q8_0; exit; }
case "\${2:-}" in
    *sapphirerapids.so) exit 3 ;;
    *haswell.so) printf 'Q8_0 in CPU: '; $1 ;;
esac
FAKE
}
portable 'echo right'
check "proves the CPU libraries one by one" grep -q 'one by one: haswell$' <<<"$(native_check 2>&1)"
check "names those for other processors" grep -q 'other processors.*: sapphirerapids$' <<<"$(native_check 2>&1)"
# shellcheck disable=SC2016
portable 'kill -ILL $$'
refuses "names the library that dies" "Q8_0 of libggml-cpu-haswell.so died of SIGILL" native_check
rm "$scratch/selftest"
refuses "says that there is no self-test" "selftest is missing" native_check
finish
