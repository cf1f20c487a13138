#!/usr/bin/env bash
# Fetches the JavaScript clients that the HTTP tests drive, as http/src/test/js/package-lock.json pins them, into the
# cache, and prints the folder that has node_modules. Quick and without a network where they are there.
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
. "$scripts/lib/common.sh"

sources=$scripts/../http/src/test/js
# The tests look for the same name: the first 16 digits of the lock file's SHA-256.
folder=$(cache_dir)/js-clients/$(sha256 <"$sources/package-lock.json" | cut -c 1-16)

if [ ! -d "$folder/node_modules" ]; then
    has npm || fail "npm is missing" "run: scripts/setup.sh --tests"
    lock "$(cache_dir)/js-clients/lock"
    if [ ! -d "$folder/node_modules" ]; then
        say "fetching the JavaScript clients of the tests"
        rm -rf "$folder" "$folder.part"
        mkdir -p "$folder.part"
        cp "$sources/package.json" "$sources/package-lock.json" "$folder.part"
        npm --prefix "$folder.part" ci --ignore-scripts --no-audit --no-fund >&2 9>&- ||
            fail "npm could not fetch them; its words are above"
        mv "$folder.part" "$folder"
    fi
    unlock
fi
echo "$folder"
