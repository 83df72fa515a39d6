#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Timelines and waveforms of runs, as a user meets them. Usage: activity_test.sh PATH-TO-scnnsim SOURCE-FOLDER
set -u -o pipefail

: "${2:?usage: activity_test.sh PATH-TO-scnnsim SOURCE-FOLDER}"
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"
run() { "$scnnsim" run "$trace" --format csv "$@"; }
files() { find . -mindepth 1 ! -name stdout ! -name stderr -printf '%P\n' | sort | tr '\n' ' '; }

# The same bytes whatever the jobs, engine and quantum; the results are those of a run without.
run > plain.csv 2> /dev/null
expect 0 "t.json: " " intervals and " "layers in" "--cycles and --pes narrow it" -- run --timeline t.json
cmp -s plain.csv stdout || fail "a timeline changes the results"
for options in "--jobs 1" "--jobs 3 --engine product" "--quantum 5"; do
  # shellcheck disable=SC2086  # words
  expect 0 -- run --timeline other.json --quiet $options
  cmp -s t.json other.json || fail "$options: another timeline"
done
expect 0 -- run --layers conv4 --timeline window.json --cycles 100:900 --pes pe_0_0,pe_1_1
grep -q '"name":"issue","pid":10,"tid":10,' window.json || fail "pe_0_0 does nothing: $(head -c 500 window.json)"
grep -q '"pid":20,' window.json && fail "the window shows a PE that was not asked for"
grep -oE '"ts":[0-9]+' window.json | cut -d: -f2 | sort -n | sed -n '1p;$p' > ends
[ "$(head -1 ends)" = 100 ] && [ "$(tail -1 ends)" -lt 900 ] || fail "the window shows other cycles: $(cat ends)"

# More than a report shows is said, with what would fit.
grep -q "more than" stderr && fail "a small timeline is called large: $(cat stderr)"
many="--set pe_array.rows=16 --set pe_array.columns=16 --set multiplier_array.f=1 --set mapping.kc=2"
# shellcheck disable=SC2086  # words
{
  expect 0 "large.json: " " are more than the 300,000 that scnnsim report shows" "or fewer PEs: --pes" -- \
    run --layers conv2 $many --timeline large.json --cycles 100:9000
  fitting=$(grep -oE -- 'fit: --cycles 100:[0-9]+' stderr | cut -d' ' -f2-)
  expect 0 "fitting.json: " -- run --layers conv2 $many --timeline fitting.json $fitting
  grep -q "more than" stderr && fail "$fitting does not fit: $(cat stderr)"
  expect 0 " are more than the 300,000" "choose one layer (--layers) and some of its cycles (--cycles FROM:TO)" -- \
    run $many --set mapping.kc=1 --timeline large.json
}
rm large.json fitting.json

# A waveform, beside a timeline.
expect 0 "w.vcd: " "changes of conv4 in 500 cycles" "w.json: " -- \
  run --layers conv4 --waveform w.vcd --timeline w.json --cycles 0:500 --pes pe_0_0
cmp -s <(run --layers conv4 2> /dev/null) stdout || fail "a waveform changes the results"
grep -q '^\$scope module pe_0_0 \$end$' w.vcd || fail "no pe_0_0: $(head -c 500 w.vcd)"
[ "$(tail -1 w.vcd)" = '#500' ] || fail "the waveform ends with $(tail -1 w.vcd)"

# A queue of each bank, of each lane, or none, by the scatter network's policy.
for policy in output_queued:32 input_queued:16 ideal:0 serialized:0; do
  expect 0 -- run --layers conv4 --set "scatter.policy=${policy%:*}" --waveform q.vcd --cycles 0:500 --pes pe_0_0
  queues=$(grep -c '^\$var .* queue_[0-9]* \$end$' q.vcd)
  [ "$queues" = "${policy#*:}" ] || fail "$policy: $queues queues"
  rm q.vcd
done

# What cannot be shown, before anything is simulated. Files that were there stay.
rm ./*.json ./*.vcd ends plain.csv
echo '{"displayTimeUnit" kept' > t.json
wrong() {
  expect 2 "$1" -- run "${@:2}"
  grep -q 'cycles, verified' stderr && fail "${*:2}: a layer was simulated"
  return 0
}
wrong "expected FROM:TO, for example 1000:2000" --timeline t.json --layers conv4 --cycles 5
wrong "--cycles: TO" --timeline t.json --layers conv4 --cycles 5:x
wrong "got 9:9, expected FROM below TO" --timeline t.json --layers conv4 --cycles 9:9
wrong "cycles count within a layer; choose one of the 4 layers with --layers" --timeline t.json --cycles 1:2
wrong "--pes: got pe_8_0, expected PEs of the 8 x 8 array by row and column, pe_0_0 ... pe_7_7" --timeline t.json --pes pe_0_0,pe_8_0
wrong "--cycles: needs --timeline or --waveform" --cycles 1:2
wrong "--pes: needs --timeline or --waveform" --pes pe_0_0
wrong "dcnn is modelled step by step, not cycle by cycle; expected scnn, scnn_sparse_a or scnn_sparse_w" --timeline t.json --arch dcnn
wrong "scnn_oracle is modelled step by step" --timeline t.json --arch scnn_oracle
wrong "a file shows one machine; expected one --arch" --timeline t.json --arch scnn --arch dcnn
wrong "a waveform shows one layer; choose one of the 4 layers" --waveform t.vcd
wrong "expected no --engine batched" --waveform t.vcd --layers conv4 --engine batched
wrong "expected no --check" --waveform t.vcd --layers conv4 --check
wrong "expected another file than that of --timeline" --waveform same --timeline same --layers conv4
wrong "expected another file than that of --timeline" --waveform ./t.vcd --timeline t.vcd --layers conv4
echo 'precious' > data.json
wrong "data.json exists and is no timeline" --timeline data.json
wrong "data.json exists and is no waveform" --waveform data.json --layers conv4
[ "$(cat data.json)" = precious ] || fail "data.json is replaced"
rm data.json
wrong "expected the name of a file" --timeline .
wrong "got nothing, expected the name of a file" --timeline ""
wrong "/dev/full is no regular file" --timeline /dev/full
wrong "there is no folder nowhere" --timeline nowhere/t.json
expect 2 "layer conv4: --cycles 7324:9000: the layer takes 7324 cycles, expected cycles below 7324" -- \
  run --timeline t.json --layers conv4 --cycles 7324:9000
expect 0 "in 24 cycles" "--cycles 7300:9000: conv4 takes 7,324 cycles, so only 7,300 to 7,323 are shown" -- \
  run --timeline u.json --layers conv4 --cycles 7300:9000
expect 0 "--cycles 7300:9000: conv4 takes 7,324 cycles, so only 7,300 to 7,323 are shown" -- \
  run --waveform u.vcd --layers conv4 --cycles 7300:9000 --pes pe_0_0
expect 0 -- run --timeline u.json --layers conv4 --cycles 7300:7324
grep -q "are shown" stderr && fail "a window within the layer is said to be cut: $(cat stderr)"
[ "$(cat t.json)" = '{"displayTimeUnit" kept' ] || fail "a timeline that was refused replaced a file"
rm u.json u.vcd

# A full disk, here a limit, while a layer is recorded and while the file is written.
for blocks in 8 300; do
  expect 2 "t.json: cannot be written: File too large: the limit is $blocks KiB (ulimit -f)" -- \
    bash -c "ulimit -f $blocks && exec \"\$@\"" - "$scnnsim" run "$trace" --layers conv4 --quiet --timeline t.json
done
[ "$(cat t.json)" = '{"displayTimeUnit" kept' ] || fail "half a timeline replaced a file"
[ "$(files)" = "t.json " ] || fail "left over: $(files)"

report_failures
