#!/usr/bin/env bash
# Prints the home of a JDK (with javac) of version 25 or newer: JAVA_HOME, then the javac on the PATH, then the usual
# folders, where the version closest to 25 wins. Otherwise says what was found and what to install, and exits with 1.
#   GLIMPSE_JDK_FOLDERS   the folders to look in instead of the usual ones, separated by colons
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

NEEDED=25
FOLDERS=${GLIMPSE_JDK_FOLDERS:-/usr/lib/jvm:/opt/java:/Library/Java/JavaVirtualMachines:$HOME/.sdkman/candidates/java:$HOME/.jdks}
rejected=()

# 1.8.0_402 -> 8, 25.0.1 -> 25, 26-ea -> 26; nothing when unreadable
feature_version() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9._]*\).*/\1/p' "$1/release" 2>/dev/null | head -n 1)
    if [ -z "$version" ]; then # some distributions leave the release file out
        version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9._]*\).*/\1/p' | head -n 1)
    fi
    version=${version#1.}
    printf '%s\n' "${version%%[._]*}"
}

# suitable HOME WHERE: prints the version, or notes why it is not taken
suitable() {
    local version
    if [ ! -d "$1" ]; then
        rejected+=("$1 ($2): no such folder")
    elif [ ! -x "$1/bin/javac" ]; then
        rejected+=("$1 ($2): no bin/javac, so no JDK")
    else
        version=$(feature_version "$1")
        case "$version" in
            '' | *[!0-9]*) rejected+=("$1 ($2): version unreadable") ;;
            *)
                if [ "$version" -ge "$NEEDED" ]; then
                    found_version=$version
                    return 0
                fi
                rejected+=("$1 ($2): version $version")
                ;;
        esac
    fi
    return 1
}

# The folder above bin/javac, links followed; macOS has no readlink -f before version 12.3.
home_of_javac() {
    local file=$1 target
    while [ -L "$file" ]; do
        target=$(readlink "$file")
        case "$target" in
            /*) file=$target ;;
            *) file=$(dirname "$file")/$target ;;
        esac
    done
    cd "$(dirname "$file")/.." && pwd -P
}

if [ -n "${JAVA_HOME:-}" ] && suitable "$JAVA_HOME" JAVA_HOME; then
    echo "$JAVA_HOME"
    exit 0
fi
if javac=$(command -v javac); then
    home=$(home_of_javac "$javac")
    if [ "$home" != /usr ] && suitable "$home" PATH; then # /usr/bin/javac of macOS is a stub that asks for a JDK
        echo "$home"
        exit 0
    fi
fi

best=
best_version=
IFS=:
for folder in $FOLDERS; do
    for home in "$folder"/*; do
        [ ! -d "$home/Contents/Home" ] || home=$home/Contents/Home
        [ -d "$home/bin" ] || continue
        [ ! -L "$home" ] || continue # a second name of a neighbour
        if suitable "$home" "$folder" && { [ -z "$best" ] || [ "$found_version" -lt "$best_version" ]; }; then
            best=$home
            best_version=$found_version
        fi
    done
done
unset IFS
if [ -n "$best" ]; then
    echo "$best"
    exit 0
fi

[ ${#rejected[@]} -gt 0 ] || rejected=("nothing")
fail "Glimpse needs a JDK $NEEDED or newer" \
    "looked at: JAVA_HOME, the PATH, $(printf '%s' "$FOLDERS" | sed 's/:/, /g')" \
    "found:" "${rejected[@]/#/  }" \
    "install one: Debian or Ubuntu: apt-get install openjdk-$NEEDED-jdk (or temurin-$NEEDED-jdk, where Adoptium's" \
    "  repository is set up); macOS: brew install --cask temurin@$NEEDED; anywhere: sdk install java $NEEDED-tem" \
    "or set JAVA_HOME to it"
