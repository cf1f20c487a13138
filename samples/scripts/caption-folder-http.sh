#!/bin/sh
# Captions the images of a folder through a running service (glimpse serve), four at a time.
#   caption-folder-http.sh FOLDER [http://127.0.0.1:8080]
# Prints a line for each image: its path, a tab, and the reply's JSON, which has the caption as "answer".
set -u
folder=${1:?usage: caption-folder-http.sh FOLDER [ADDRESS]}
address=${2:-http://127.0.0.1:8080}
export address

# shellcheck disable=SC2016 # the inner shell expands them
find "$folder" -type f \( -name '*.png' -o -name '*.jpg' -o -name '*.webp' \) -print0 |
    xargs -0 -n 1 -P 4 sh -c '
        reply=$(curl -sS -F "image=@$1" -F "question=Describe the image." "$address/v1/vqa") || exit 1
        printf "%s\t%s\n" "$1" "$reply"
    ' caption
