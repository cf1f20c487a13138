#!/usr/bin/env bash
# native-link.sh LINK [GIVEN]: makes LINK a link to the folder of the native libraries, building them where they are
# not built yet. Called by Maven for every build, so it is quick when there is nothing to do. Where GIVEN, the value of
# glimpse.native.dir, is another folder than LINK, the user brings own libraries and nothing is built.
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
. "$scripts/lib/common.sh"

[ $# -ge 1 ] || fail "usage: native-link.sh LINK [GIVEN]"
link=$1
given=${2:-$link}
if [ "$given" != "$link" ]; then
    [ -d "$given" ] || fail "-Dglimpse.native.dir=$given is no folder" "leave it out to build the libraries"
    exit 0
fi
folder=$("$scripts/native-build.sh")
[ "$(readlink "$link" 2>/dev/null || true)" = "$folder" ] && exit 0
if [ -e "$link" ] && [ ! -L "$link" ]; then
    fail "$link is in the way: it must be a link to the native libraries" "remove it: rm -r $link"
fi
mkdir -p "$(dirname "$link")"
ln -sfn "$folder" "$link"
