#!/usr/bin/env bash
# What the program makes itself in its folder: the JVM's cache, pages of the manual, completions.
#   finish-dist.sh DIST
# Where the cache cannot be made, the program runs without it.
set -euo pipefail
dist=$1
GLIMPSE_AOT=make "$dist/bin/glimpse" || echo "the JVM's cache could not be made" >&2
export GLIMPSE_AOT=off
share=$dist/share
mkdir -p "$share/bash-completion/completions" "$share/zsh/site-functions"
"$dist/bin/glimpse" man --out "$share/man/man1"
"$dist/bin/glimpse" completion bash >"$share/bash-completion/completions/glimpse"
{
    echo "#compdef glimpse"
    cat "$share/bash-completion/completions/glimpse"
} >"$share/zsh/site-functions/_glimpse"
