#!/bin/sh
# Captions the images of a folder with the command line, and prints those that failed.
#   caption-folder.sh FOLDER ROWS.jsonl [OPTION...]
# Run again after an interruption, it goes on where it was. Options go to glimpse caption, as --model V.gguf.
# Prints the summary, and on standard error a line for each image that has no caption.
set -u
folder=${1:?usage: caption-folder.sh FOLDER ROWS.jsonl [OPTION...]}
rows=${2:?usage: caption-folder.sh FOLDER ROWS.jsonl [OPTION...]}
shift 2

"${GLIMPSE:-glimpse}" caption "$folder" --out "$rows" "$@"
code=$?
# 2 with rows: some images could not be captioned, and their rows say why.
[ "$code" = 2 ] && [ -s "$rows" ] && grep '"error":' "$rows" >&2
exit "$code"
