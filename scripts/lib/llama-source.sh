# shellcheck shell=bash
# Where the pinned llama.cpp source comes from. Sourced by native-build.sh, after common.sh.
# To move to another release: change the constants, then docs/ARCHITECTURE.md's upgrade list.

LLAMA_VERSION=0.5.0
LLAMA_COMMIT=de3ff815ea7d559ee917f063901b8986f038abc6
# The hash of the release's files alone: the same whether they came from the package, the forge or an own checkout.
LLAMA_TREE=fd570ef54b10ec5fecb739e7e04c8ce44a6f415a

# An npm package that carries the release as a git bundle; its integrity as the registry states it.
SOURCE_PACKAGE=node-llama-cpp@3.22.1
SOURCE_PACKAGE_SHA512=bltIipuWmc123H7tMIgDGKSsSrhmhlQYeVUC48XTjVW7XGJJiJJyCdlTMzQ/LiWoPkGDpcL4FviDpgw7qfTiDw==
SOURCE_PACKAGE_BUNDLE=package/llama/gitRelease.bundle
LLAMA_GIT_URL=${LLAMA_GIT_URL:-https://github.com/ggml-org/llama.cpp}

# Any owner of the folder is fine: its content is compared with a pinned hash.
source_git() {
    git -c safe.directory='*' -c advice.detachedHead=false "$@"
}

# Prints the hash of all files below a folder, whether or not it is a git checkout; nothing where there are none.
source_tree() {
    local folder=$1 scratch
    if [ -e "$folder/.git" ]; then
        if [ -n "$(source_git -C "$folder" status --porcelain 2>/dev/null)" ]; then
            echo "changed"
            return
        fi
        source_git -C "$folder" rev-parse 'HEAD^{tree}' 2>/dev/null || true
        return
    fi
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/glimpse-tree.XXXXXX")
    (
        export GIT_DIR="$scratch/git" GIT_WORK_TREE="$folder"
        git init -q && git add -A -f . && git write-tree
    ) 2>/dev/null || true
    rm -rf "$scratch"
}

ggml_version_of() {
    sed -n -E 's/^set\(GGML_VERSION_(MAJOR|MINOR|PATCH) ([0-9]+)\)$/\2/p' "$1/ggml/CMakeLists.txt" 2>/dev/null |
        paste -s -d . -
}

# Ends the script unless the folder given by LLAMA_CPP_DIR holds exactly the pinned release.
check_given_source() {
    local folder=$1 tree
    [ -d "$folder" ] || fail "LLAMA_CPP_DIR=$folder is no folder" "unset it, or point it to llama.cpp v$LLAMA_VERSION"
    [ -f "$folder/include/llama.h" ] ||
        fail "LLAMA_CPP_DIR=$folder holds no llama.cpp: include/llama.h is missing"
    has git || fail "git is needed to check LLAMA_CPP_DIR=$folder" "install git (make setup says how)"
    tree=$(source_tree "$folder")
    [ "$tree" = "$LLAMA_TREE" ] && return
    if [ "$tree" = changed ]; then
        fail "LLAMA_CPP_DIR=$folder has local changes; the bindings fit the unchanged release only" \
            "see them: git -C $folder status; or unset LLAMA_CPP_DIR to fetch the release"
    fi
    fail "LLAMA_CPP_DIR=$folder is not llama.cpp v$LLAMA_VERSION" \
        "found: tree ${tree:-unknown}, ggml $(ggml_version_of "$folder")" \
        "expected: tree $LLAMA_TREE (commit $LLAMA_COMMIT)" \
        "check that release out there, or unset LLAMA_CPP_DIR to fetch it"
}

# fetch_from_package SCRATCH TARGET: 1 where the registry cannot be reached; ends the script on a wrong content.
fetch_from_package() {
    local scratch=$1 target=$2 archive expected found
    has npm || { SOURCE_TRIED="npm: not installed"; return 1; }
    say "fetching llama.cpp v$LLAMA_VERSION (npm package $SOURCE_PACKAGE, 35 MB)"
    if ! npm pack "$SOURCE_PACKAGE" --ignore-scripts --pack-destination "$scratch" >"$scratch/npm.log" 2>&1 9>&-; then
        SOURCE_TRIED="npm pack $SOURCE_PACKAGE: $(grep -m 1 -i 'error' "$scratch/npm.log" || tail -n 1 "$scratch/npm.log")"
        return 1
    fi
    archive=$(find "$scratch" -name '*.tgz' | head -n 1)
    [ -n "$archive" ] || { SOURCE_TRIED="npm pack $SOURCE_PACKAGE: no archive came"; return 1; }
    expected=$(printf '%s' "$SOURCE_PACKAGE_SHA512" | base64 -d | od -An -v -tx1 | tr -d ' \n')
    found=$(sha512_hex "$archive")
    [ "$found" = "$expected" ] || fail "the npm package $SOURCE_PACKAGE is not the one that was pinned; nothing of it was used" \
        "sha512 found:    $found" "sha512 expected: $expected" \
        "try again; if it stays, the registry or a proxy hands out another file: set LLAMA_CPP_DIR to a checkout"
    tar -xzf "$archive" -C "$scratch" "$SOURCE_PACKAGE_BUNDLE"
    git clone -q "$scratch/$SOURCE_PACKAGE_BUNDLE" "$target" 9>&- 2>"$scratch/git.log" ||
        fail "the git bundle in $SOURCE_PACKAGE cannot be read: $(tail -n 1 "$scratch/git.log")"
}

fetch_from_forge() {
    local scratch=$1 target=$2
    say "fetching llama.cpp v$LLAMA_VERSION ($LLAMA_GIT_URL, tag v$LLAMA_VERSION)"
    GIT_TERMINAL_PROMPT=0 source_git -c http.lowSpeedLimit=1000 -c http.lowSpeedTime=30 \
        clone -q --depth 1 --branch "v$LLAMA_VERSION" "$LLAMA_GIT_URL" "$target" 2>"$scratch/git.log" 9>&- && return
    SOURCE_TRIED="$SOURCE_TRIED; git clone $LLAMA_GIT_URL: $(tail -n 1 "$scratch/git.log")"
    return 1
}

# Sets LLAMA_SOURCE to a folder that holds exactly the pinned release.
provide_source() {
    if [ -n "${LLAMA_CPP_DIR:-}" ]; then
        LLAMA_SOURCE=$(cd "$LLAMA_CPP_DIR" && pwd) # checked when the script started
        return
    fi
    local sources scratch tree
    sources=$(cache_dir)/source
    LLAMA_SOURCE=$sources/llama.cpp-v$LLAMA_VERSION-${LLAMA_TREE%"${LLAMA_TREE#????????????}"}
    has git || fail "git is needed to fetch llama.cpp" "install git (make setup says how)"
    lock "$sources/.lock"
    if [ -d "$LLAMA_SOURCE" ]; then
        [ "$(source_tree "$LLAMA_SOURCE")" = "$LLAMA_TREE" ] && { unlock; return; }
        say "$LLAMA_SOURCE was changed since it was fetched; fetching it again"
        rm -rf "$LLAMA_SOURCE"
    fi
    rm -rf "$sources"/.fetch.*
    scratch=$(mktemp -d "$sources/.fetch.XXXXXX")
    SOURCE_TRIED=
    if ! fetch_from_package "$scratch" "$scratch/checkout"; then
        fetch_from_forge "$scratch" "$scratch/checkout" || fail "llama.cpp v$LLAMA_VERSION cannot be fetched" \
            "tried: $SOURCE_TRIED" \
            "allow one of them, or set LLAMA_CPP_DIR to a checkout of tag v$LLAMA_VERSION (tree $LLAMA_TREE)"
    fi
    tree=$(source_tree "$scratch/checkout")
    [ "$tree" = "$LLAMA_TREE" ] || fail "what was fetched is not llama.cpp v$LLAMA_VERSION; it was not used" \
        "tree found:    ${tree:-none}" "tree expected: $LLAMA_TREE"
    mv "$scratch/checkout" "$LLAMA_SOURCE"
    rm -rf "$scratch"
    unlock
}
