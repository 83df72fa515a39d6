#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every command of the documents' sh blocks: those of one document in order, in an empty folder that has the
# repository's traces/ and configs/. Compares README.md's sample of output with the real one. Checks that no document links
# to a file that is not there, that README.md stays a page and its commands leave nothing but out/, which git ignores, and
# that all files name the same version.
# README.md's first block, the two commands for newcomers, is what continuous integration itself runs.
#   readme_test.sh SCNNSIM SOURCE_FOLDER
set -euo pipefail
scnnsim=$(realpath "$1")
source=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$(dirname "$scnnsim"):$PATH

fail() {
  echo "readme_test: $*" >&2
  exit 1
}

# The document, and the least number of commands that it has: fewer are a sign that it has lost its sh blocks.
documents=(README.md:6 sim/README.md:9 sim/sweep/README.md:4 traces/README.md:4 configs/published/README.md:3)

# run_document FILE LEAST
run_document() {
  local file=$source/$1 least=$2 command count=0
  mkdir "$scratch/work"
  cd "$scratch/work"
  ln -s "$source/traces" "$source/configs" .
  mkdir out # as tools/demo leaves it
  while IFS= read -r command; do
    [ -n "$command" ] || continue
    echo "+ $command"
    if ! bash -euo pipefail -c "$command" >"$scratch/output" 2>"$scratch/errors" </dev/null; then
      cat "$scratch/output" "$scratch/errors"
      fail "$1: failed: $command"
    fi
    count=$((count + 1))
    [ "$1:$count" = README.md:1 ] && check_sample "$command"
  done < <(awk '/^```sh$/ {inside = 1; next} /^```$/ {inside = 0} inside' "$file")
  if [ "$1" = README.md ]; then # whatever else is there, git would see in the clone
    [ "$(ls -A | sort | tr '\n' ' ')" = 'configs out traces ' ] || fail "README.md leaves files outside out/: $(ls -A)"
  fi
  cd "$source"
  rm -r "$scratch/work"
  [ "$count" -ge "$least" ] || fail "$1: found only $count commands; has it lost its sh blocks?"
  echo "readme_test: $1: $count commands passed"
}

# The sample below the first command is how its output begins.
check_sample() {
  awk '/^```text$/ {inside = 1; next} /^```$/ {if (inside) exit} inside' "$source/README.md" >"$scratch/sample"
  [ -s "$scratch/sample" ] || fail "README.md has no sample of output"
  head -n "$(wc -l <"$scratch/sample")" "$scratch/output" | diff "$scratch/sample" - ||
    fail "README.md's sample is not what $1 prints"
}

# check_links FILE: relative links, without their #section.
check_links() {
  local link
  while IFS= read -r link; do
    [ -e "$source/$(dirname "$1")/${link%%#*}" ] || fail "$1 links to $link, which is not there"
  done < <(grep -o '](\([^)]*\))' "$source/$1" | sed 's/^](//; s/)$//' | grep -v '^#\|^[a-z]*:' || true)
}

# check_measured: README.md's rows between <!-- measured --> and its end are among the means of the study.
check_measured() {
  awk '
    /^<!-- measured -->$/ {inside = 1; next}
    /^<!-- end of measured -->$/ {inside = 0}
    inside && /^[|] [a-z]+ [|] [a-z_]+ [|] loss/' "$source/README.md" >"$scratch/measured"
  [ "$(wc -l <"$scratch/measured")" -eq 4 ] || fail 'README.md does not have the four measured rows'
  awk -F ' [|] ' '
    $1 == "| mean" {
      gsub(/ \\[*]/, "")
      gsub(/\\_/, "_")
      print "| " $3 " | " $4 " | " $2 " | " $11 " | " $12 " | " $8 " | " $7 " |"
    }' "$source/configs/measured/README.md" >"$scratch/means"
  if grep -vxFf "$scratch/means" "$scratch/measured" >"$scratch/other"; then
    fail "README.md has a row that is none of configs/measured/README.md: $(cat "$scratch/other")"
  fi
}

size=$(wc -c <"$source/README.md")
[ "$size" -le 8192 ] || fail "README.md has $size bytes; it is to stay a page of at most 8192"

check_measured
for document in "${documents[@]}"; do
  run_document "${document%:*}" "${document#*:}"
done
while IFS= read -r document; do
  check_links "$document"
done < <(cd "$source" && find . -name '*.md' -not -path './build/*' -not -path './out/*' -not -path './.git/*' | sed 's,^\./,,')
