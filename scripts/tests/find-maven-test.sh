#!/usr/bin/env bash
# find-maven.sh against made-up Mavens, and the wrapper's configuration.
set -euo pipefail
# shellcheck source=scripts/tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

tools=$scratch/tools
mkdir -p "$tools"
for tool in bash dirname head sed; do ln -s "$(command -v "$tool")" "$tools/$tool"; done

find_maven() { # VERSION ("" for none) [MVNW_REPOURL]
    rm -f "$tools/mvn"
    [ -z "$1" ] || command_file "$tools/mvn" <<<"echo 'Apache Maven $1 (abc)'"
    env -i PATH="$tools" ${2:+MVNW_REPOURL="$2"} "$BASH" "$scripts/find-maven.sh"
}

check "takes 3.8.7" equals "$(find_maven 3.8.7)" mvn
check "takes 3.10.0" equals "$(find_maven 3.10.0)" mvn
check "takes 4.0.0" equals "$(find_maven 4.0.0)" mvn
check "takes the wrapper instead of an old one" equals "$(find_maven 3.6.3 mirror)" "$(dirname "$scripts")/mvnw"
refuses "says which version is too old" "3.8.7 or newer; found mvn 3.6.3" find_maven 3.6.3
refuses "says what to install" "apt-get install maven" find_maven ""
refuses "says how the wrapper works" "MVNW_REPOURL" find_maven ""
check "the wrapper names no host" equals "$(grep -c '://' "$scripts/../.mvn/wrapper/maven-wrapper.properties")" 0
finish
