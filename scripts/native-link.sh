#!/usr/bin/env bash
# Builds the native libraries, or finds them in the cache, and links their folder at the path given.
# usage: scripts/native-link.sh LINK
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
link=$1
dir=$("$here/native-build.sh" --print-dir)
mkdir -p "$(dirname "$link")"
ln -sfn "$dir" "$link"
