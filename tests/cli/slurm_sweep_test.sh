#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# tools/slurm-sweep with an sbatch that runs every job at once, but for cancelled tasks; tests/slurm has a real Slurm.
# Usage: slurm_sweep_test.sh PATH-TO-scnnsim REPOSITORY
set -u -o pipefail

: "${2:?usage: slurm_sweep_test.sh PATH-TO-scnnsim REPOSITORY}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$2")
source "$repository/tests/cli/expect.sh"

mkdir bin
cat > bin/sbatch << 'SH'
#!/bin/bash
# Writes to the file of --output, prints a job's number; tasks in CANCELLED do not begin.
first=1 last=1 output=/dev/null wrapped=true
while [ $# -gt 0 ]; do
  case $1 in
    --array) first=${2%-*} last=${2#*-} ;;
    --output) output=$2 ;;
    --wrap) wrapped=$2 ;;
  esac
  shift
done
for task in $(seq "$first" "$last"); do
  [[ $output == *%a* && " ${CANCELLED-} " == *" $task "* ]] && continue
  SLURM_ARRAY_TASK_ID=$task sh -c "$wrapped" > "${output//%a/$task}" 2>&1
  echo $? > "${output//%a/$task}.status"
done
echo 7
SH
chmod +x bin/sbatch
PATH=$PWD/bin:$PATH
submit() { "$repository/tools/slurm-sweep" small.yaml --shards 3 --out "a sweep" --scnnsim "$scnnsim" "$@"; }

cat > small.yaml << YAML
trace: $repository/traces/digits-vector-0.30
layers: [conv2]
axes:
  - grid:
      mapping.kc: [1, 2, 3, 4, 5, 6]
YAML
merged="a sweep/logs/merge.txt"

expect 0 "--timeout SECONDS" "--retry-failed" "names" -- "$repository/tools/slurm-sweep" --help
expect 2 "--timeout needs a value" -- submit --timeout
expect 2 "--timeout: got never" -- submit --timeout never

# A shard that never began is named, the others are merged.
CANCELLED=2 expect 0 "shards: job 7; merge: job 7" -- submit --no-verify --timeout 600
grep -q ',off,' "a sweep/merged/layers.csv" || fail "--no-verify does not reach the shards"
grep -qF "4 points of 6: 4 done" "$merged" || fail "the other shards are not merged: $(cat "$merged")"
grep -qF "no store of shard 2: cancelled" "$merged" || fail "the missing shard is not named: $(cat "$merged")"
grep -qF "tools/slurm-sweep small.yaml --shards 3 --out a\ sweep" "$merged" || fail "how to submit again is not said: $(cat "$merged")"
[ "$(cat "$merged.status")" = 1 ] || fail "the merge exits with $(cat "$merged.status")"

# Nor does one that was killed as it began stop them.
mkdir -p "a sweep/shards/2"
: > "a sweep/shards/2/sweep.sqlite"
CANCELLED=2 expect 0 -- submit --no-verify
grep -qF "no store of shard 2" "$merged" || fail "an empty store is no missing one: $(cat "$merged")"

# The same command again.
expect 0 -- submit --no-verify --timeout 600
grep -qF "6 points of 6: 6 done" "$merged" || fail "not whole: $(cat "$merged")"
[ "$(cat "$merged.status")" = 0 ] || fail "the merge of all exits with $(cat "$merged.status")"

# None has begun.
rm -r "a sweep"
CANCELLED="1 2 3" expect 0 -- submit
grep -qF "no store of shard 1 2 3" "$merged" || fail "no shard: $(cat "$merged")"
[ "$(cat "$merged.status")" = 1 ] || fail "the merge of none exits with $(cat "$merged.status")"

report_failures
