#!/usr/bin/env bash
# setup.sh on made-up machines: which tools it misses, what it installs as root, and what it tells everyone else.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# machine NAME USER_ID TOOL...: a folder that is the whole PATH of a Linux machine with a JDK 25 and the given tools
machine() {
    tools=$scratch/$1
    mkdir -p "$tools"
    local tool
    for tool in bash cat cut dirname grep head ls paste readlink sed; do ln -s "$(command -v "$tool")" "$tools/$tool"; done
    # shellcheck disable=SC2016 # expanded by the made-up uname
    command_file "$tools/uname" <<<'case $1 in -s) echo Linux ;; *) echo x86_64 ;; esac'
    command_file "$tools/id" <<<"echo $2"
    shift 2
    for tool in "$@"; do command_file "$tools/$tool" <<<'exit 0'; done
}

# apt_get PACKAGE_TOOL...: an apt-get that notes its calls, and brings the given tools
apt_get() {
    command_file "$tools/apt-get" <<APT
echo "\$*" >>"$scratch/apt.log"
[ "\$1" != install ] || for tool in $*; do cp "$tools/git" "$tools/\$tool"; done
APT
    ln -s "$(command -v cp)" "$tools/cp"
}

mkdir -p "$scratch/jdk/bin"
echo 'JAVA_VERSION="25"' >"$scratch/jdk/release"
command_file "$scratch/jdk/bin/javac" <<<'exit 0'
setup() {
    env -i HOME="$scratch/home" PATH="$tools" JAVA_HOME="${jdk-$scratch/jdk}" GLIMPSE_JDK_FOLDERS="$scratch/none" \
        GLIMPSE_CACHE="$GLIMPSE_CACHE" "$BASH" "$scripts/setup.sh" "$@"
}

machine complete 1000 cmake ninja g++ git npm mvn
check "is content where all is there" setup
refuses "the tests need a browser and Node too" "missing: chromium node" setup --tests
refuses "an unknown option" "unknown option '--frob'" setup --frob
jdk=/nowhere
refuses "asks for a JDK" "needs a JDK 25" setup
unset jdk

machine bare 1000 git
apt_get
refuses "lists what is missing" "missing: cmake ninja compiler npm maven" setup
refuses "tells the command to someone who is not root" \
    "run: sudo apt-get update && sudo apt-get install -y cmake ninja-build g++ npm ca-certificates maven" setup
check "and installs nothing" test ! -e "$scratch/apt.log"

machine root 0 git
apt_get cmake ninja g++ npm mvn chromium node
check "installs as root" setup --tests 2>/dev/null
check "after fetching the lists" equals "$(head -n 1 "$scratch/apt.log")" "update -q"
check "just what is missing" equals "$(sed -n 2p "$scratch/apt.log")" \
    "install -y -q --no-install-recommends cmake ninja-build g++ npm ca-certificates maven chromium nodejs"

machine stubborn 0 git
apt_get cmake
refuses "says when the installation did not help" "still missing after the installation: ninja compiler" setup

machine fedora 1000 git
command_file "$tools/dnf" <<<'exit 0'
refuses "knows dnf" "sudo dnf install -y cmake ninja-build gcc-c++ npm maven" setup

machine cached 1000 cmake make c++ git mvn
mkdir -p "$GLIMPSE_CACHE/source/llama.cpp-v0.5.0-made-up"
check "needs no npm where the source is there; make is enough" setup
finish
