#!/usr/bin/env bash
# Runs every test of the shell scripts; exit code 1 when one fails. shellcheck is used where it is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

failed=0
if command -v shellcheck >/dev/null 2>&1; then
    echo "shellcheck"
    (cd ../.. && shellcheck -x scripts/*.sh scripts/lib/*.sh scripts/tests/*.sh .ci/run) || failed=1
fi
for test in *-test.sh; do
    echo "$test"
    bash "$test" || failed=1
done
exit "$failed"
