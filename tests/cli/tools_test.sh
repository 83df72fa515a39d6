#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The scripts of tools/ and .ci/: --help is their own, and a wrong argument is refused before anything is done.
# Usage: tools_test.sh REPOSITORY
set -u -o pipefail

: "${1:?usage: tools_test.sh REPOSITORY}"  # here, since in $( ) it would not end the script
repository=$(realpath "$1")
source "$repository/tests/cli/expect.sh"

for tool in "$repository"/tools/*; do
  [ -f "$tool" ] || continue
  name=tools/$(basename "$tool")
  expect 0 "$name" -- timeout 10 "$tool" --help
  expect 2 "$name" "--no-such-option" -- timeout 10 "$tool" --no-such-option
done
expect 2 ".ci/run" "--no-such-option" -- timeout 10 "$repository/.ci/run" --no-such-option

expect 2 "unknown part 'sanitise'" "sanitize clang random" -- timeout 10 "$repository/tools/test" --full lint sanitise
parts=$(sed -n 's/^parts=(\(.*\))$/\1/p' "$repository/tools/test")
[ -n "$parts" ] || fail "tools/test lists no parts"
for part in $parts; do
  expect 0 "    $part  " -- "$repository/tools/test" --help
  grep -qF "| \`$part\` |" "$repository/CONTRIBUTING.md" || fail "CONTRIBUTING.md does not say what the part $part checks"
done

report_failures
