#!/usr/bin/env bash
# Where the source of llama.cpp comes from, and what is refused: own checkouts, packages and forges that are not the
# pinned release. Nothing is fetched from outside.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

print_source() { # VARIABLE=VALUE...
    env "$@" "$BASH" "$scripts/native-build.sh" --print-source
}

commit_all() { # FOLDER
    git -C "$1" add -A
    git -C "$1" -c user.name=test -c user.email=test@example.org -c commit.gpgsign=false commit -q -m test
}

# A checkout that looks like another release.
other=$scratch/other
mkdir -p "$other/include" "$other/ggml"
echo '// another llama.h' >"$other/include/llama.h"
printf 'set(GGML_VERSION_MAJOR 0)\nset(GGML_VERSION_MINOR 24)\nset(GGML_VERSION_PATCH 0)\n' >"$other/ggml/CMakeLists.txt"
cp -R "$other" "$scratch/unversioned"
git init -q "$other"
commit_all "$other"
git -C "$other" tag v0.5.0
cp -R "$other" "$scratch/changed"
echo changed >>"$scratch/changed/include/llama.h"

fetched=$(GLIMPSE_CACHE=$shared_cache "$scripts/native-build.sh" --print-source)
check "takes a given checkout of the release" equals "$(print_source LLAMA_CPP_DIR="$fetched")" "$fetched"
refuses "a given folder that is not there" "LLAMA_CPP_DIR=/nowhere is no folder" print_source LLAMA_CPP_DIR=/nowhere
refuses "a given folder without llama.cpp" "include/llama.h is missing" print_source LLAMA_CPP_DIR="$scratch"
refuses "a given checkout of another release" "found: tree [0-9a-f]*, ggml 0.24.0" print_source LLAMA_CPP_DIR="$other"
refuses "other files that are no checkout" "is not llama.cpp v0.5.0" print_source LLAMA_CPP_DIR="$scratch/unversioned"
refuses "a given checkout with changes" "has local changes" print_source LLAMA_CPP_DIR="$scratch/changed"

unset LLAMA_CPP_DIR
# npm that hands out a damaged file; npm that reaches nothing.
command_file "$scratch/npm-damaged/npm" <<'NPM'
while [ "$1" != --pack-destination ]; do shift; done
echo damaged >"$2/node-llama-cpp-3.22.1.tgz"
NPM
command_file "$scratch/npm-offline/npm" <<'NPM'
echo 'npm error network request failed' >&2
exit 1
NPM

refuses "a damaged package" "is not the one that was pinned" print_source PATH="$scratch/npm-damaged:$PATH"
check "nothing of it stays" test -z "$(find "$GLIMPSE_CACHE/source" -name 'llama.cpp*')"
refuses "neither package nor forge: says what was tried" "npm error network request failed; git clone file:///nowhere" \
    print_source PATH="$scratch/npm-offline:$PATH" LLAMA_GIT_URL=file:///nowhere
refuses "a forge whose tag is another tree" "tree found: .*" \
    print_source PATH="$scratch/npm-offline:$PATH" LLAMA_GIT_URL="file://$other"
check "nothing of that stays either" test -z "$(find "$GLIMPSE_CACHE/source" -name 'llama.cpp*')"

# The forge's way with the right content: the fetched source, tagged as the forge tags it.
if [ -e "$fetched/.git" ]; then
    git clone -q --bare "$fetched" "$scratch/forge.git"
    git -C "$scratch/forge.git" tag -f v0.5.0 >/dev/null
    cloned=$(print_source PATH="$scratch/npm-offline:$PATH" LLAMA_GIT_URL="file://$scratch/forge.git" 2>/dev/null)
    check "clones from the forge where npm is not reachable" test -f "$cloned/include/llama.h"
    echo changed >>"$cloned/include/llama.h"
    refuses "a cached source that was changed is fetched again" "was changed since it was fetched" \
        print_source PATH="$scratch/npm-damaged:$PATH"
fi
finish
