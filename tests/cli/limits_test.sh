#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Faults of the machine that the program runs on: limits of the shell, closed pipes, killed processes, flipped bits.
# Usage: limits_test.sh PATH-TO-scnnsim SOURCE-FOLDER
set -u -o pipefail

: "${2:?usage: limits_test.sh PATH-TO-scnnsim SOURCE-FOLDER}"
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"

# Closes what the caller of this test left open: such files would count towards the limits.
for descriptor in /proc/self/fd/*; do
  descriptor=${descriptor##*/}
  if [ "$descriptor" -gt 2 ] && [ "$descriptor" != 255 ]; then eval "exec $descriptor>&-"; fi
done

# limited ULIMIT-OPTIONS COMMAND...
limited() {
  local option=$1 value=$2
  shift 2
  (ulimit "$option" "$value" && exec "$@")
}
leftovers() { find . -name '*partial*'; }

# A program under the sanitizers needs terabytes of addresses, and opens pipes to look at memory: it is not held
# to limits of memory and files.
is_sanitized=false
if grep -q __asan_init "$scnnsim"; then is_sanitized=true; fi

expect 0 -- "$scnnsim" run "$trace" --out whole --quiet
printf 'trace: %s\naxes: [{grid: {weight_fifo.entries: [4, 8, 16, 32]}}]\n' "$trace" > sweep.yaml

# Open files: one process at a time needs few; fewer than those are named.
if ! $is_sanitized; then
  expect 2 "trace.yaml" "Too many open files: the limit is 5 (ulimit -n)" -- limited -n 5 "$scnnsim" run "$trace" --out few
  [ -z "$(leftovers)" ] || fail "left over by a process without descriptors: $(leftovers)"
  expect 1 "Too many open files: the limit is 6 (ulimit -n)" -- limited -n 6 "$scnnsim" run "$trace" --out few
  expect 0 "--jobs is lowered to 1" "the limit is 10 (ulimit -n)" -- limited -n 10 "$scnnsim" run "$trace" --out few --jobs 4
  cmp -s whole/results.json few/results.json || fail "fewer processes have other results"
  expect 0 "--jobs is lowered to" "4 done" -- limited -n 16 "$scnnsim" sweep sweep.yaml --out few-files --jobs 4
  [ -z "$(leftovers)" ] || fail "left over: $(leftovers)"
  expect 1 "out of memory: the limit is 30000 KiB of memory (ulimit -v)" -- limited -v 30000 "$scnnsim" run "$trace" --out small
fi
expect 0 "4 done" -- "$scnnsim" sweep sweep.yaml --out sweep

# The size of files.
expect 2 "results.json: cannot be written: File too large: the limit is 8 KiB (ulimit -f)" -- limited -f 8 "$scnnsim" run "$trace" --out small
expect 2 "File too large" -- limited -f 1 "$scnnsim" trace prune "$trace" --granularity vector --density 0.1 --out small
expect 2 "ulimit -f" -- limited -f 8 "$scnnsim" sweep sweep.yaml --out sweep2
if command -v gnuplot > /dev/null; then
  expect 1 "x.svg: not drawn: gnuplot did not finish stalls.svg" "the limit is 8 KiB (ulimit -f)" -- limited -f 8 "$scnnsim" plot whole --out x.svg
fi
[ ! -e small ] || fail "a run beyond a limit wrote results"
rm -rf sweep2
[ -z "$(leftovers)" ] || fail "left over: $(leftovers)"

# Processes of a user, where this may be tried.
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null && setpriv --reuid=65534 --clear-groups test -r "$scnnsim" -a -x "$scnnsim" -a -r "$trace/trace.yaml"; then
  nobody() { limited -u "$1" setpriv --reuid=65534 --clear-groups "${@:2}"; }
  expect 1 "cannot start a process" "the limit is 1 (ulimit -u)" -- nobody 1 "$scnnsim" run "$trace"
  expect 0 "--jobs is lowered to 1" "conv1" -- nobody 2 "$scnnsim" run "$trace" --jobs 4
else
  echo "the limit of processes is not tested: it does not hold for root, and nobody else may run the program here"
fi

# Pipes that nobody reads: every command ends like other programs, without a word.
for command in config --help --version "config --format yaml" "run $trace --quiet" "trace info $trace" "trace check $trace" "table whole" \
  "table sweep" "run --help" "sweep export sweep" "sweep sweep.yaml --dry-run" "trace prune $repository/traces/digits-dense --granularity vector --density 0.1 --out piped"; do
  # shellcheck disable=SC2086  # words
  expect 141 -- bash -c 'exec 3> >(exec true); wait $!; "$@" >&3 3>&-' - "$scnnsim" $command
  [ ! -s stderr ] || fail "$command: says $(cat stderr) into a closed pipe"
done
[ -e piped/trace.yaml ] || fail "a closed pipe keeps a trace from being written"
expect 1 "cannot write to standard output" -- bash -c '"$0" config > /dev/full' "$scnnsim"

# What a killed process leaves is removed by the next one that writes to the place, and by no other.
expect 0 -- "$scnnsim" trace generate --network alexnet --granularity vector --layers conv3 --out alexnet
for command in "run alexnet --quiet --out killed --force" "trace generate --network vgg16 --granularity vector --out killed --force"; do
  # shellcheck disable=SC2086
  "$scnnsim" $command > /dev/null 2>&1 &
  for _ in {1..600}; do
    compgen -G ".killed.partial-$!-*" > /dev/null && break
    sleep 0.05
  done
  kill -KILL $!
  wait $! 2> /dev/null
  compgen -G ".killed.partial-*" > /dev/null || fail "$command: leaves nothing when it is killed; the test shows nothing"
  expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --out other --force
  compgen -G ".killed.partial-*" > /dev/null || fail "$command: a run to another place removed its leftovers"
  expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --out killed --force
  [ -z "$(leftovers)" ] || fail "$command: left over: $(leftovers)"
done
echo half > sweep/layers.csv.partial-12345
echo half > sweep/layers.csv.partial-mine
expect 0 -- "$scnnsim" sweep export sweep
[ "$(leftovers)" = ./sweep/layers.csv.partial-mine ] || fail "sweep export leaves $(leftovers)"
rm sweep/layers.csv.partial-mine
ln -s . .killed.partial-77-0
expect 0 "warning" ".killed.partial-77-0: may have been left" -- "$scnnsim" run "$trace" --layers conv4 --quiet --out killed --force
rm .killed.partial-77-0
if command -v gnuplot > /dev/null; then
  echo half > .x.svg.partial-12345-0
  ln -s . .x.svg.partial-77-0
  expect 0 "warning" ".x.svg.partial-77-0: may have been left" -- "$scnnsim" plot whole --out x.svg
  rm .x.svg.partial-77-0
fi
[ -z "$(leftovers)" ] || fail "left over: $(leftovers)"

# A sweep's store is what was written, or is told to be damaged.
expect 0 "4 points, all as written" -- "$scnnsim" sweep check sweep
cp -r sweep damaged
sqlite3=$(command -v sqlite3) && "$sqlite3" damaged/sweep.sqlite "UPDATE layers SET cycles = cycles + 1 WHERE position = 2 AND result = 3"
if [ -n "$sqlite3" ]; then
  for command in "check damaged" "export damaged"; do
    # shellcheck disable=SC2086
    expect 2 "damaged/sweep.sqlite" "layers of the result" "the file is damaged" -- "$scnnsim" sweep $command
  done
fi
expect 2 "does not exist" -- "$scnnsim" sweep check nowhere
expect 2 "not the store of a sweep" -- "$scnnsim" sweep check "$trace/trace.yaml"

# Generated weights take at most four bytes each: 17 million of them, and what the program itself needs.
cat > fc.yaml << 'EOF'
name: fc
layers: [{name: fc, C: 4096, K: 4096, H: 1, W: 1, R: 1, S: 1}]
EOF
generate_limit=160000
if $is_sanitized; then generate_limit=unlimited; fi
for granularity in element vector filter; do
  expect 0 -- limited -v $generate_limit "$scnnsim" trace generate --network fc.yaml --granularity $granularity --weight-density 0.3 \
    --activation-density 0.5 --output-density none --out fc --force
done

# Results of many layers and PEs: less detail on request.
for detail in layers kinds; do
  expect 0 -- "$scnnsim" run "$trace" --quiet --out $detail --detail $detail
  cmp -s whole/layers.csv $detail/layers.csv || fail "--detail $detail: other layers.csv"
  expect 0 -- "$scnnsim" table $detail
done
size() { wc -c < "$1/results.json"; }
[ $((10 * $(size kinds))) -lt "$(size whole)" ] || fail "--detail kinds: $(size kinds) of $(size whole) bytes"
[ "$(size layers)" -lt "$(size kinds)" ] || fail "--detail layers: $(size layers) bytes"
grep -q '"weight_fifo": {' kinds/results.json || fail "--detail kinds: no counters of a kind"
expect 2 "--detail" "needs --out or --format json" -- "$scnnsim" run "$trace" --detail kinds

report_failures
