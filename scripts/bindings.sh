#!/usr/bin/env bash
# Generates the Java bindings of llama.cpp's C headers with jextract, which must be on the PATH.
#
#   native-bindings/src/main/jextract/glimpse.h    the headers
#   native-bindings/src/main/jextract/symbols.txt  what is taken from them
#   native-bindings/src/main/jextract/ffi.sha256   checksums of what was generated, which a test compares
#
# LLAMA_CPP_DIR names a checkout of the pinned llama.cpp; without it the build's cached source is used.
# CLANG_INCLUDE names clang's own include folder where jextract does not bring one (stdbool.h and its kin).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
settings=$root/native-bindings/src/main/jextract
package=dev.glimpse.bindings.ffi
sources=$root/native-bindings/src/main/java
target=$sources/${package//.//}

command -v jextract >/dev/null || {
    echo "bindings: jextract is not on the PATH; build it from openjdk/jextract with a JDK 25 and libclang" >&2
    exit 1
}
llama=${LLAMA_CPP_DIR:-$("$root/scripts/native-build.sh" --print-source)}

includes=(-I "$llama/include" -I "$llama/ggml/include" -I "$llama/tools/mtmd")
[[ -z ${CLANG_INCLUDE:-} ]] || includes+=(-I "$CLANG_INCLUDE")

wanted=()
while read -r kind names; do
    for name in $names; do wanted+=("--include-$kind" "$name"); done
done < <(sed -e 's/#.*//' -e '/^ *$/d' "$settings/symbols.txt")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jextract "${includes[@]}" -D LLAMA_SHARED --target-package "$package" --header-class-name Llama \
    --output "$work" "${wanted[@]}" "$settings/glimpse.h" 2>"$work/log" || {
    cat "$work/log" >&2
    exit 1
}

find "$target" -name '*.java' ! -name package-info.java -delete 2>/dev/null || mkdir -p "$target"
cp "$work/${package//.//}"/*.java "$target/"
(cd "$sources" && sha256sum "${package//.//}"/*.java | grep -v package-info) >"$settings/ffi.sha256"
echo "bindings: $(wc -l <"$settings/ffi.sha256") files from $llama"
