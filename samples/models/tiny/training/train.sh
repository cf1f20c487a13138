#!/usr/bin/env bash
# Trains, draws the curve, writes the two GGUF files and prints the accuracy by skill.
#
# usage: train.sh DATA_DIR OUT_DIR [MINUTES]      DATA_DIR as shrink_packs.py writes it; 9.6 minutes unless told
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${1:?"usage: train.sh DATA_DIR OUT_DIR [MINUTES]"} out=${2:?"usage: train.sh DATA_DIR OUT_DIR [MINUTES]"} minutes=${3:-9.6}
python=${PYTHON:-python3}
for module in torch numpy PIL sentencepiece gguf; do
    "$python" -c "import $module" 2>/dev/null || { echo "train.sh: $python has no module $module: install it, or set PYTHON" >&2; exit 1; }
done
mkdir -p "$out"
"$python" "$here/train.py" "$data" "$here/tok.model" "$out" "$minutes" "${BATCH:-384}" | tee "$out/train.log"
"$python" "$here/curve.py" "$out/log.jsonl" "$out/curve.svg"
"$python" "$here/export.py" "$out" "$here/tok.model" "$out/glimpse-tiny"
"$python" "$here/evaluate.py" "$data" "$here/tok.model" "$out" | tee "$out/evaluation.md"
