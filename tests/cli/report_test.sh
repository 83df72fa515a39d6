#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `scnnsim report` as a user meets it; what the page does in a browser is tested by tests/browser/. Usage:
# report_test.sh PATH-TO-scnnsim
set -u -o pipefail

: "${1:?usage: report_test.sh PATH-TO-scnnsim}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/../..")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"

expect 0 -- "$scnnsim" run "$trace" --layers conv1,conv4 --arch scnn --arch dcnn --quiet --detail groups --out results
cat > sweep.yaml << YAML
trace: $trace
layers: [conv4]
axes:
  - grid:
      weight_fifo.entries: [25, 50]
      accumulator.entries: [1, 32]
      accumulator.banks: [8]
YAML
"$scnnsim" sweep sweep.yaml --out fifo > stdout 2> stderr

# One page of both; its size is told.
expect 0 "report.html: written, " " kB" -- "$scnnsim" report results fifo
head -c 15 report.html | grep -qF '<!doctype html>' || fail "not an HTML page: $(head -c 80 report.html)"
tail -c 8 report.html | grep -qF '</html>' || fail "the page has no end"
for id in overview layers inside compare sweep definitions; do
  grep -q "<section id=\"$id\"" report.html || fail "the page has no view $id"
done
for id in totals causes layers-stalls compare sweep-1 sweep-1-refused; do
  grep -q "<table id=\"$id\">" report.html || fail "the page has no table $id"
done
grep -qF '48 of 64 PEs have no tile and are idle' report.html || fail "the page does not say why conv4 waits"
grep -qF 'accumulator region' report.html || fail "the page does not say why points are invalid"
grep -qF "scnnsim run $trace --layers conv1,conv4 --arch scnn --arch dcnn" report.html || fail "the page does not tell the run's command"

# Nothing is fetched from elsewhere, and no other script runs than those of the page.
grep -qF "content=\"default-src 'none'; style-src 'sha256-" report.html || fail "the page's policy allows too much"
if grep -oE '<(script|link|img|iframe|object|embed|base|form)[^>]* (src|href|data|action)=[^>]*' report.html; then fail "the page asks for other files"; fi
sources=$(grep -oE "script-src [^;]*" report.html | head -1 | grep -o "'sha256-" | wc -l)
scripts=$(grep -o '<script>' report.html | wc -l)
[ "$sources" = "$scripts" ] || fail "the policy names $sources scripts, the page has $scripts"

# The same bytes for the same results.
expect 0 -- "$scnnsim" report results fifo --out again.html
cmp report.html again.html || fail "a second report has other bytes"

# An existing file is kept without --force; nothing else is left.
echo mine > mine.html
expect 2 "mine.html: exists already; --force replaces it" -- "$scnnsim" report results --out mine.html
[ "$(cat mine.html)" = mine ] || fail "a file was replaced without --force"
expect 0 -- "$scnnsim" report results --out mine.html --force
expect 2 "is a folder, expected the name of a file" -- "$scnnsim" report results --out fifo
mkfifo pipe.html
expect 2 "pipe.html is no regular file" -- "$scnnsim" report results --out pipe.html --force
expect 2 "pipe.html is no regular file" -- timeout 60 "$scnnsim" plot results --out pipe.html --format svg
[ -p pipe.html ] || fail "a pipe was replaced"
rm pipe.html
expect 2 "--out" "no name" -- "$scnnsim" report results --out ""
expect 2 "cannot be" -- "$scnnsim" report results --out no/where.html
[ -z "$(find . -name '*.partial-*')" ] || fail "temporaries are left: $(find . -name '*.partial-*')"

# An input is never replaced, by whatever name it is given; an older report in the folder of the results is.
kept() {
  local file=$1
  shift
  cp "$file" saved
  expect 2 "$@"
  cmp -s saved "$file" || fail "$file was replaced"
}
kept results/results.json "results.json is the input results/results.json" -- "$scnnsim" report results/results.json --out results/results.json --force
kept results/results.json "results.json is a file of the input results" -- "$scnnsim" report results --out results/results.json --force
kept results/run.json "run.json is a file of the input results" -- "$scnnsim" report results --out ./results/../results/run.json --force
kept results/run.json "run.json is the input results/results.json" -- "$scnnsim" report results/results.json --out results/run.json --force
kept fifo/sweep.sqlite "sweep.sqlite is a file of the input fifo" -- "$scnnsim" report results fifo --out fifo/sweep.sqlite --force
ln -s results/results.json symbolic.html
ln results/layers.csv hard.html
kept results/results.json "symbolic.html is the input results/results.json" -- "$scnnsim" report results/results.json --out symbolic.html --force
kept results/results.json "symbolic.html is a file of the input results" -- "$scnnsim" report results --out symbolic.html --force
kept results/layers.csv "hard.html is a file of the input results" -- "$scnnsim" report results --out hard.html --force
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --timeline input.json --cycles 0:50 --pes pe_0_0
kept input.json "input.json is the input input.json" -- "$scnnsim" report results --timeline input.json --out input.json --force
kept results/results.json "results.json is the input results/results.json" -- "$scnnsim" plot results/results.json --out results/results.json --format svg
kept results/results.json "symbolic.html is a file of the input results" -- "$scnnsim" plot results --out symbolic.html --format svg
kept fifo/sweep.sqlite "sweep.sqlite is the input fifo/sweep.sqlite" -- "$scnnsim" plot fifo/sweep.sqlite --out fifo/sweep.sqlite --format pdf
expect 0 -- "$scnnsim" report results --out results/report.html
expect 0 -- "$scnnsim" report results --out results/report.html --force
rm results/report.html

# Bad input: one message, no file.
refused() {
  local place=$1
  shift
  expect 2 "$@" -- "$scnnsim" report "$place" --out bad.html
  [ ! -e bad.html ] || fail "$place: a page was written"
  [ "$(grep -c '^scnnsim: ' stderr)" = 1 ] || fail "$place: not one message: $(cat stderr)"
}
mkdir damaged other empty text
head -c 2000 results/results.json > damaged/results.json
sed 's/"scnnsim_results": 1/"scnnsim_results": 7/' results/results.json > other/results.json
sed 's/"cycles_issue": [0-9][0-9]*/"cycles_issue": -1/' results/results.json > text/results.json
: > empty/results.json
refused nowhere "nowhere: does not exist"
refused damaged "damaged/results.json: not JSON"
refused other "got 7, expected 1: written by another version"
refused text "text/results.json" "cycles_issue"
refused empty "empty/results.json: not JSON"
mkdir zero missing
sed '/^   "cycles": /s/: [0-9]*/: 0/' results/results.json > zero/results.json
sed 's/"pe_3_3": {/"pe_3_3x": {/' results/results.json > missing/results.json
refused zero "zero/results.json: layers[0]: layer conv1 on scnn: cycles: got 0, expected at least 1 for dense_macs = "
refused missing "layer conv1 on scnn: counters of pe_3_3: cycles_issue + ... + cycles_idle: got 0, expected cycles = "
mkdir broken
head -c 5000 fifo/sweep.sqlite > broken/sweep.sqlite
refused broken "broken"
expect 2 "RESULTS" "is missing" -- "$scnnsim" report
expect 0 "opens from disk" -- "$scnnsim" report --help

# A timeline beside results, shown as text where its names are hostile.
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --timeline window.json --cycles 100:400 --pes pe_0_0,pe_1_1
expect 0 -- "$scnnsim" report results --timeline window.json --out timeline.html
grep -q '<section id="timeline"' timeline.html || fail "the page has no view of the timeline"
grep -qF 'window.json: cycles 100 to 399 of the 7,324 of conv4 on scnn, units of pe_0_0, pe_1_1, counters at every change' timeline.html || fail "the page does not say which cycles it shows"
[ "$(grep -o '<th scope="row">pe_[0-9_]*</th>' timeline.html | sort -u | wc -l)" = 2 ] || fail "the table does not have the two PEs"
mkdir hostile
for file in window.json results/results.json; do
  sed 's#"conv4"#"</script><script>alert(1)</script>"#' $file > hostile/"$(basename $file)"
done
expect 0 -- "$scnnsim" report hostile --timeline hostile/window.json --out hostile.html
if grep -qF '</script><script>alert(1)' hostile.html; then fail "a name of a timeline became a script"; fi
for file in nowhere.json results/layers.csv results/results.json; do
  expect 2 "$file" -- "$scnnsim" report results --timeline $file --out bad.html
done
head -c 3000 window.json > half.json
expect 2 "half.json: not JSON; expected a timeline that scnnsim run --timeline wrote" -- "$scnnsim" report results --timeline half.json --out bad.html

# Timelines of other runs, and of a version that did not say which: each value that differs is named.
foreign() {
  local expected=$1
  shift
  expect 0 -- "$scnnsim" run "$@" --quiet --timeline foreign.json --cycles 0:100 --pes pe_0_0
  expect 2 "foreign.json: is of another run than the results: results: $expected" "record it anew: scnnsim run TRACE" -- \
    "$scnnsim" report results --timeline foreign.json --out bad.html
}
foreign "weight_fifo.entries: got 20, expected 50" "$trace" --layers conv4 --set weight_fifo.entries=20
foreign "architecture: got scnn_sparse_a, expected scnn or dcnn" "$trace" --layers conv4 --arch scnn_sparse_a
foreign "layer: got conv3, expected conv1 or conv4" "$trace" --layers conv3
foreign "trace checksum: got xxh3-128:" "$repository/traces/digits-element-0.30" --layers conv4
sed 's/"scnnsim_timeline":1,//' window.json > old.json
expect 2 "old.json: does not say which run it is of: an earlier version of scnnsim wrote it; record it anew: scnnsim run TRACE" -- \
  "$scnnsim" report results --timeline old.json --out bad.html
sed 's/"to":400/"to":399/' window.json > beyond.json
expect 2 "beyond.json: events in cycles 100 to 399, beyond 100 to 398, which it says to show" -- "$scnnsim" report results --timeline beyond.json --out bad.html
expect 2 "window.json: a timeline is shown beside the results of its run" -- "$scnnsim" report fifo --timeline window.json --out bad.html
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --timeline large.json --cycles 0:8000
expect 2 "timelines up to this one have" "a report shows at most 300000" "--cycles FROM:TO --pes LIST" -- "$scnnsim" report results --timeline large.json --timeline large.json --timeline large.json \
  --timeline large.json --timeline large.json --out bad.html
[ ! -e bad.html ] || fail "a page was written of a timeline that is none"

# Runs of other traces are remarked on, machines without outputs are not said to have been run without values.
expect 0 -- "$scnnsim" run "$repository/traces/digits-element-0.30" --layers conv1,conv4 --quiet --out element
expect 0 -- "$scnnsim" report results element --out traces.html
grep -qF 'These runs are of different traces' traces.html || fail "the page does not say that the traces differ"
if grep -qF 'These runs are of different traces' report.html; then fail "one run is said to be of different traces"; fi
grep -qF 'equal an independent convolution; dcnn computes no outputs' report.html || fail "the page does not say that dcnn has no outputs"

# Results without counters and of points that are not done are shown, too.
expect 0 -- "$scnnsim" run "$trace" --layers conv4 --quiet --detail layers --out few
expect 0 -- "$scnnsim" report few --out few.html
grep -qF 'Results with --detail blocks tell which' few.html || fail "the page does not say what the results lack"

report_failures
