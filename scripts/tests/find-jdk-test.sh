#!/usr/bin/env bash
# find-jdk.sh against made-up JDKs.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fake_jdk() { # FOLDER VERSION
    mkdir -p "$1/bin"
    echo "JAVA_VERSION=\"$2\"" >"$1/release"
    command_file "$1/bin/javac" <<<"echo javac $2"
}

# find_jdk JAVA_HOME FOLDERS [PATH FOLDER]: with nothing of this machine in sight
find_jdk() {
    env -i HOME="$scratch/home" PATH="${3:+$3:}$tools" ${1:+JAVA_HOME="$1"} GLIMPSE_JDK_FOLDERS="$2" \
        "$BASH" "$scripts/find-jdk.sh"
}

# The tools the script calls, and no javac.
tools=$scratch/tools
mkdir -p "$tools"
for tool in bash cat dirname head readlink sed; do ln -s "$(command -v "$tool")" "$tools/$tool"; done

jvm=$scratch/jvm
fake_jdk "$jvm/jdk-17" 17.0.15
fake_jdk "$jvm/jdk-8" 1.8.0_402
fake_jdk "$jvm/jdk-25" 25.0.1
fake_jdk "$jvm/jdk-26" 26
ln -s jdk-25 "$jvm/default"
mkdir -p "$jvm/jre-25/bin"
fake_jdk "$scratch/mac/temurin-27.jdk/Contents/Home" 27-ea
fake_jdk "$scratch/no-release/jdk" 25.0.2 && rm "$scratch/no-release/jdk/release"
mkdir -p "$scratch/path17" "$scratch/path25" "$scratch/old"
ln -s "$jvm/jdk-17/bin/javac" "$scratch/path17/javac"
ln -s "$jvm/jdk-25/bin/javac" "$scratch/path25/javac"
cp -R "$jvm/jdk-17" "$jvm/jdk-8" "$scratch/old/"

check "takes JAVA_HOME first" equals "$(find_jdk "$jvm/jdk-26" "$jvm" "$scratch/path25")" "$jvm/jdk-26"
check "passes over an old JAVA_HOME" equals "$(find_jdk "$jvm/jdk-17" "$jvm" "$scratch/path25")" "$jvm/jdk-25"
check "follows javac on the PATH" equals "$(find_jdk "" "$scratch/old" "$scratch/path25")" "$jvm/jdk-25"
check "passes over an old PATH, takes the version closest to 25" \
    equals "$(find_jdk "" "$jvm" "$scratch/path17")" "$jvm/jdk-25"
check "looks into macOS bundles" \
    equals "$(find_jdk "" "$scratch/mac")" "$scratch/mac/temurin-27.jdk/Contents/Home"
check "asks javac where there is no release file" \
    equals "$(find_jdk "" "$scratch/no-release")" "$scratch/no-release/jdk"
check "goes on to the next folder" equals "$(find_jdk "" "$scratch/old:$jvm")" "$jvm/jdk-25"
refuses "says which version it found" "jdk-17 .*version 17" find_jdk "" "$scratch/old"
refuses "reads 1.8 as 8" "jdk-8 .*version 8" find_jdk "" "$scratch/old"
refuses "tells a runtime from a JDK" "jre-25 .*no bin/javac" find_jdk "$jvm/jre-25" "$scratch/old"
refuses "says that JAVA_HOME is no folder" "/nowhere (JAVA_HOME): no such folder" find_jdk /nowhere "$scratch/old"
refuses "says what to install" "apt-get install openjdk-25-jdk" find_jdk "" "$scratch/empty"
refuses "names every place" "JAVA_HOME, the PATH, $scratch/a, $scratch/b" find_jdk "" "$scratch/a:$scratch/b"
finish
