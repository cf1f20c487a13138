# shellcheck shell=bash
# What the tests of this folder share. A test file sources it, calls `check` or `refuses` once per fact, and ends with
# `finish`. Each test file gets an empty folder $scratch, removed at the end, and an own empty cache.

tests_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scripts=$(dirname "$tests_dir")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/glimpse-test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
# shellcheck source=scripts/lib/common.sh
shared_cache=$(. "$scripts/lib/common.sh" && cache_dir)
export GLIMPSE_CACHE=$scratch/cache
unset BACKENDS PORTABLE CUDA_ARCHITECTURES GLIMPSE_NATIVE_SELFTEST GLIMPSE_JDK_FOLDERS MVNW_REPOURL
failures=0

# check WHAT COMMAND...: the command must succeed
check() {
    local what=$1
    shift
    if "$@"; then
        echo "  ok    $what"
    else
        echo "  FAIL  $what"
        failures=$((failures + 1))
    fi
}

# refuses WHAT WORDS COMMAND...: the command must fail and say WORDS (a basic regular expression) on standard error
refuses() {
    local what=$1 words=$2 said code=0
    shift 2
    said=$("$@" 2>&1 >/dev/null) || code=$?
    if [ "$code" -ne 0 ] && printf '%s\n' "$said" | grep -q -e "$words"; then
        echo "  ok    $what"
    else
        echo "  FAIL  $what: exit code $code, expected a failure that says '$words', said:"
        printf '%s\n' "$said" | sed 's/^/          /'
        failures=$((failures + 1))
    fi
}

equals() {
    [ "$1" = "$2" ] || { echo "        found '$1', expected '$2'"; return 1; }
}

# command_file FILE: makes an executable bash script of standard input
command_file() {
    mkdir -p "$(dirname "$1")"
    { printf '#!/usr/bin/env bash\n'; cat; } >"$1"
    chmod +x "$1"
}

# Lets this test use the llama.cpp source that is fetched already, without fetching and without writing to it.
use_fetched_source() {
    [ -z "${LLAMA_CPP_DIR:-}" ] || return 0
    mkdir -p "$GLIMPSE_CACHE/source"
    ln -s "$(GLIMPSE_CACHE=$shared_cache "$scripts/native-build.sh" --print-source)" "$GLIMPSE_CACHE/source/"
}

finish() {
    [ "$failures" -eq 0 ] || { echo "  $failures failed"; exit 1; }
}
