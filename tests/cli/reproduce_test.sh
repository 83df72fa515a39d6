#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The fast subset of the papers' experiments: exit status, what is printed, what is written.
# Usage: reproduce_test.sh PATH-TO-scnnsim REPOSITORY
set -u -o pipefail

: "${2:?usage: reproduce_test.sh PATH-TO-scnnsim REPOSITORY}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
published=$repository/configs/published/scnn2017.yaml
source "$repository/tests/cli/expect.sh"

says() { grep -qF -- "$2" "$1" || fail "$1 does not say \"$2\""; }

# The whole fast subset. A miss that is not listed fails it, here as in CI.
"$scnnsim" reproduce scnn2017 --fast --out report > text 2> progress || fail "scnn2017 --fast exits with $?: $(tail -20 text)"
for file in report.md figures.csv layers.csv config.yaml speedup.csv speedup.gp; do
  [ -s report/$file ] || fail "no report/$file"
done
if command -v gnuplot > /dev/null; then says report/speedup.svg "</svg>"; else says progress "gnuplot is not installed"; fi
says text "SCNN cycles"
says text "Summary"
says report/figures.csv "scnn_cycles,AlexNet,conv1,cycles,"
says report/layers.csv "published,1,scnn,AlexNet,conv1,scnn,"
grep -q ',no,' report/layers.csv && fail "wrong outputs"
"$scnnsim" reproduce mao2017 --fast > mao 2> progress || fail "mao2017 --fast exits with $?: $(tail -20 mao)"
says mao "as recalled, unverified"
says mao "lowest in networks"

# All rows of the calibration networks: their aggregates are those that configs/published/README.md starts from.
"$scnnsim" reproduce scnn2017 --arch scnn --network AlexNet --network GoogLeNet --figure scnn_cycles --figure multiplier_utilization \
  --figure barrier_fraction --seeds 1 --activation-pattern clustered --no-verify --quiet > calibration || fail "the calibration rows exit with $?"
IFS='|' read -r _ _ _ _ median worst utilisation barrier _ < <(grep '^| as it is | +0.0' "$repository/configs/published/README.md")
for pair in "SCNN cycles .*median deviation.*${median// /} %" "SCNN cycles .*worst deviation ${worst// /}\." \
  "Multiplier utilisation .*${utilisation// /} " "Share of PE-cycles at the barrier .*${barrier// /} "; do
  sed -n '/^Summary/,$p' calibration | grep "^$pair" > /dev/null || fail "the summary has no line like \"$pair\": $(sed -n '/^Summary/,$p' calibration)"
done

# The same numbers whatever the jobs, the format and the output.
alexnet=("$scnnsim" reproduce scnn2017 --network AlexNet --arch scnn --seeds 1 --beside none --quiet)
"${alexnet[@]}" --jobs 1 --format csv > one
"${alexnet[@]}" --jobs 2 --format csv --out again > two
cmp -s one two || fail "results depend on the number of jobs"
cmp -s one again/figures.csv || fail "what is printed as CSV is not figures.csv"
"${alexnet[@]}" --out again --force > /dev/null
[ -s again/report.md ] || fail "--force does not replace a report"

# Interrupted or killed, then resumed: what was simulated is not simulated again, and the report is the same.
googlenet=("$scnnsim" reproduce scnn2017 --network GoogLeNet --figure scnn_cycles --arch scnn --seeds 1 --beside none --jobs 1)
"${googlenet[@]}" --out undisturbed --quiet > /dev/null || fail "GoogLeNet exits with $?"
[ -e undisturbed.partial ] && fail "a complete report leaves undisturbed.partial"
layers=$(($(wc -l < undisturbed/layers.csv) - 1))
for signal in TERM KILL; do
  rm -f stderr # that of the command before, which the loop would read
  "${googlenet[@]}" --out resumed > /dev/null 2> stderr &
  process=$!
  until grep -qs "failed" stderr || ! kill -0 $process 2> /dev/null; do sleep 0.01; done # a tenth is done
  kill -$signal $process 2> /dev/null
  wait $process 2> /dev/null
  got=$?
  [ $got = $((128 + $(kill -l $signal))) ] || fail "SIG$signal: an experiment exits with $got"
  [ $signal = KILL ] || says stderr "what was finished is in resumed.partial, and the same command goes on from there"
  [ -e resumed ] && fail "SIG$signal: half a report is left in resumed"
  [ -s resumed.partial/sweep.sqlite ] || fail "SIG$signal: nothing was kept in resumed.partial"
  "${googlenet[@]}" --out resumed > /dev/null 2> stderr || fail "SIG$signal: the resumed experiment exits with $?: $(cat stderr)"
  left=$(sed -n '$s/.*\[\([0-9]*\)\/.*/\1/p' stderr)
  [ "$left" -lt "$layers" ] || fail "SIG$signal: $left of $layers layers were simulated when it was resumed"
  diff -r undisturbed resumed || fail "SIG$signal: the resumed report differs"
  [ -e resumed.partial ] && fail "SIG$signal: resumed.partial is left"
  rm -rf resumed
done
mkdir other.partial && touch other.partial/file
expect 2 "other.partial: holds something else" -- "${alexnet[@]}" --out other

# A miss that is not listed exits with 1, a listed one with 0, one that is listed but met is told.
sed 's/item: conv1, value: 118340/item: conv1, value: 918340/' "$published" > far.yaml
"${alexnet[@]}" --published far.yaml > text
[ $? = 1 ] || fail "an unlisted miss does not exit with 1"
says text "MISS"
sed 's/\(item: conv1, value: 918340.*\)}/\1, known_miss: "for a reason", known_up_to: 0.95}/' far.yaml > listed.yaml
"${alexnet[@]}" --published listed.yaml > text || fail "a listed miss exits with $?"
says text "known miss"
says text "for a reason"
sed 's/known_up_to: 0.95/known_up_to: 0.5/' listed.yaml > farther.yaml
"${alexnet[@]}" --published farther.yaml > text
[ $? = 1 ] || fail "a miss farther off than the listed one does not exit with 1"
says text "farther off than the 50.0 % of the known miss: for a reason"
sed 's/\(item: conv1, value: 118340.*\)}/\1, known_miss: "no reason", known_up_to: 0.95}/' "$published" > met.yaml
"${alexnet[@]}" --published met.yaml > text || fail "a listed miss that is met exits with $?"
says text "met, a known miss with other seeds"
"$scnnsim" reproduce scnn2017 --network AlexNet --arch scnn --figure scnn_cycles --beside none --seeds 5 --published met.yaml > text || fail "five seeds exit with $?"
says text "listed as a miss, but met"

# Tensors can be generated with other activations; the report says so.
expect 0 "Activations clustered with concentration 3." -- "${alexnet[@]}" --figure scnn_cycles --activation-pattern clustered --concentration 3
"${alexnet[@]}" --concentration 6 --format csv > six
cmp -s one six && fail "--concentration changes nothing"
expect 2 "scnnsim reproduce: --activation-pattern" "uniform" -- "${alexnet[@]}" --activation-pattern unifrom
expect 2 "scnnsim reproduce: --concentration: the pattern uniform has none; --activation-pattern clustered or correlated has one" \
  -- "${alexnet[@]}" --activation-pattern uniform --concentration 3
expect 0 "Activations correlated with concentration 600/sqrt(size), spectrum 1, shared 0.05, border 0.04." \
  -- "${alexnet[@]}" --figure scnn_cycles --activation-pattern correlated --shared 0.05
expect 2 "scnnsim reproduce: --shared: got 1.5, expected a number in 0 ... 1" \
  -- "${alexnet[@]}" --activation-pattern correlated --shared 1.5

# Another pattern beside the judged one: the same value as when it is judged alone.
both=("$scnnsim" reproduce scnn2017 --network AlexNet --arch scnn --seeds 1 --figure scnn_cycles --format csv --quiet)
"${both[@]}" --out both > both.csv || fail "two patterns exit with $?"
"${both[@]}" --activation-pattern clustered > alone.csv
[ "$(cut -d, -f1-5 both.csv)" = "$(sed -n '1p;/^scnn_cycles/p' one | cut -d, -f1-5)" ] || fail "the judged pattern changes beside another one"
beside() { awk -F, 'NR > 1 {print $(NF - 1)}' "$1"; } # the last columns are those of the other pattern
[ "$(beside both.csv)" = "$(sed 1d alone.csv | cut -d, -f5)" ] || fail "the pattern beside is not what it is alone"
[ -z "$(beside alone.csv | tr -d '\n')" ] || fail "--activation-pattern shows another pattern beside"
says both/report.md "Beside them, not judged: activations clustered with concentration 1.5, trace seed 1."
says both/layers.csv '"published, clustered",1,scnn,AlexNet,conv1,scnn,'
expect 2 "scnnsim reproduce: --beside" "clustered" -- "${both[@]}" --beside clusterd

# The engine decides no result.
"${alexnet[@]}" --engine product --format csv > by-product || fail "--engine product exits with $?"
cmp -s one by-product || fail "--engine changes the figures"
expect 2 "the batched engine cannot run this layer: scatter.policy is serialized; use the engine auto or product" \
  -- "${alexnet[@]}" --engine batched --set scatter.policy=serialized

# A selection that leaves no row to compare is a mistake, not an empty report.
expect 2 "--fast --figure dram_bandwidth: leaves no row" -- "$scnnsim" reproduce scnn2017 --fast --figure dram_bandwidth
expect 2 "--network AlexNet --arch scnn --figure dcnn_cycles: leaves no row" -- "${alexnet[@]}" --figure dcnn_cycles

report_failures
