#!/usr/bin/env bash
# Packs a portable native build into a jar, from which the Java side loads it where no folder is given:
#   dev/glimpse/bindings/native/<os>-<arch>/index.txt    one line a file: <sha256>  <name>
#   dev/glimpse/bindings/native/<os>-<arch>/<name>...
# Prints the jar's path. The jar runs on systems whose C library is at least as new as that of the machine it was
# packed on; the oldest one to be supported is the one to pack on.
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
. "$scripts/lib/common.sh"

module=$(cd "$scripts/../native-bindings" && pwd)
platform=$(platform_os)-$(platform_arch)
# The first version in the module's pom is its parent's, which every module shares.
version=$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' "$module/pom.xml" | head -n 1)
[ -n "$version" ] || fail "no version in $module/pom.xml"
jdk=$("$scripts/find-jdk.sh")

libraries=$(PORTABLE=1 "$scripts/native-build.sh")
staged=$module/target/platform-jar
folder=$staged/dev/glimpse/bindings/native/$platform
jar=$module/target/native-bindings-$version-$platform.jar
rm -rf "$staged"
mkdir -p "$folder"
cp "$libraries"/* "$folder/"
(cd "$folder" && sha256 ./* | sed 's|  \./|  |; s| \*\./|  |' >../index.tmp && mv ../index.tmp index.txt)
# On a module path a jar needs a name, and none can be made from this file name: "native" is a word of the language.
printf 'Automatic-Module-Name: dev.glimpse.natives.%s\n' "$(printf '%s' "$platform" | tr - _)" >"$staged/manifest"
"$jdk/bin/jar" --create --file "$jar" --manifest "$staged/manifest" --date 1980-01-01T00:00:02Z -C "$staged" dev
echo "$jar"
