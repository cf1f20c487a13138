#!/usr/bin/env bash
# Prints the Maven to call: mvn from the PATH if it is 3.8.7 or newer, else the wrapper where it can work.
# The wrapper names no repository host, so it needs MVNW_REPOURL (see .mvn/wrapper/maven-wrapper.properties).
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
. "$scripts/lib/common.sh"

NEEDED=3.8.7

at_least() { # VERSION NEEDED, three numbers each
    local IFS=.
    # shellcheck disable=SC2206 # split at the dots
    local a=($1) b=($2) i
    for i in 0 1 2; do
        [ "${a[i]:-0}" -eq "${b[i]:-0}" ] || { [ "${a[i]:-0}" -gt "${b[i]:-0}" ]; return; }
    done
}

found="no mvn on the PATH"
if has mvn; then
    version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    if [ -n "$version" ] && at_least "$version" "$NEEDED"; then
        echo mvn
        exit 0
    fi
    found="mvn ${version:-of unreadable version}"
fi
if [ -n "${MVNW_REPOURL:-}" ]; then
    echo "$(dirname "$scripts")/mvnw"
    exit 0
fi
fail "Glimpse needs Maven $NEEDED or newer; found $found" \
    "install it (Debian or Ubuntu: apt-get install maven; macOS: brew install maven)," \
    "or set MVNW_REPOURL to the address of a Maven repository, and ./mvnw fetches it from there"
