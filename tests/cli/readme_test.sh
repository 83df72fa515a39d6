#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every command of the README's sh blocks, in order, in an empty folder that has the repository's traces/ and configs/.
# Compares the README's sample of output with the real one.
# The two commands of its first block are what continuous integration itself runs.
#   readme_test.sh SCNNSIM SOURCE_FOLDER
set -euo pipefail
scnnsim=$(realpath "$1")
source=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$source/traces" "$source/configs" .
PATH=$(dirname "$scnnsim"):$PATH

count=0
while IFS= read -r command; do
  [ -n "$command" ] || continue
  echo "+ $command"
  if ! bash -euo pipefail -c "$command" >output 2>errors </dev/null; then
    cat output errors
    echo "readme_test: failed: $command" >&2
    exit 1
  fi
  # The sample below the first command is how its output begins.
  if [ "$count" = 0 ]; then
    awk '/^```text$/ {inside = 1; next} /^```$/ {if (inside) exit} inside' "$source/README.md" >sample
    if ! head -n "$(wc -l <sample)" output | diff sample - || [ ! -s sample ]; then
      echo "readme_test: the README's sample is not what $command prints" >&2
      exit 1
    fi
  fi
  count=$((count + 1))
done < <(awk '/^```sh$/ {inside = 1; next} /^```$/ {inside = 0} inside' "$source/README.md")

if [ "$count" -lt 5 ]; then
  echo "readme_test: found only $count commands; has the README lost its sh blocks?" >&2
  exit 1
fi
echo "readme_test: $count commands passed"
