#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts into a folder: the program runs from there, its manual is complete, and a project of its
# own finds and links the libraries.
# Usage: install_test.sh BUILD-FOLDER
set -u -o pipefail

: "${1:?usage: install_test.sh BUILD-FOLDER}"
build=$(realpath "$1")
tests=$(dirname "$(realpath "$0")")
source "$tests/../cli/expect.sh"

expect 0 -- cmake --install "$build" --prefix "$scratch/usr"
scnnsim=$scratch/usr/bin/scnnsim
expect 0 yes -- "$scnnsim" run usr/share/doc/scnnsim/examples/digits-vector-0.30 --layers conv1
expect 0 'complete -F _scnnsim scnnsim' -- cat usr/share/bash-completion/completions/scnnsim

# A page per command, with every option that the command's help lists.
for command in $("$scnnsim" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  [ -f "usr/share/man/man1/scnnsim-$command.1" ] || fail "no man page of scnnsim $command"
done
for page in usr/share/man/man1/*.1; do
  command=$(basename "$page" .1)
  command=${command#scnnsim}
  for section in NAME SYNOPSIS DESCRIPTION OPTIONS EXAMPLES; do expect 0 ".SH $section" -- cat "$page"; done
  # shellcheck disable=SC2086 # words of the command
  options=$("$scnnsim" ${command//-/ } --help | grep -oE '^  (-h(,| \[) )?--[a-z-]+' | grep -oE -e '--[a-z-]+')
  [ -n "$options" ] || [[ $command =~ ^-(trace|energy)$ ]] || fail "scnnsim ${command//-/ } --help lists no option"
  for option in $options; do
    # Not grep -q: it would end before tr has written a long page, and a broken pipe fails.
    tr -d '\\' < "$page" | grep -F "fB${option}fR" > /dev/null || fail "$page does not tell $option"
  done
  if command -v groff > /dev/null; then
    groff -man -ww -z "$page" 2> warnings || fail "groff cannot read $page"
    [ ! -s warnings ] || fail "groff warns: $(cat warnings)"
  fi
done

# The libraries; nothing of them leads back to the sources or the build.
grep -rlF -e "$build" -e "$(realpath "$tests/../..")" usr/lib usr/include --include='*.cmake' --include='*.h' &&
  fail "files above name the folders of the build"
cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; } # how the libraries were built
flags=$(cached CMAKE_CXX_FLAGS)
if [ "$(cached SCNNSIM_SANITIZE)" = ON ]; then flags+=' -fsanitize=address,undefined'; fi
expect 0 -- cmake -G Ninja -S "$tests/consumer" -B consumer -DCMAKE_PREFIX_PATH="$scratch/usr" \
  -DCMAKE_CXX_COMPILER="$(cached CMAKE_CXX_COMPILER)" -DCMAKE_CXX_FLAGS="$flags"
expect 0 -- cmake --build consumer
expect 0 '5 layers' -- consumer/use_traces
expect 0 '32 PEs, 1' -- consumer/use_models
expect 0 'verified 1' -- consumer/use_sim

report_failures
