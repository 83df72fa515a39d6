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
# Writes to the file of --output, whose %a is the task and %% is %, prints a job's number; tasks in CANCELLED do not begin.
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
  file=${output//%%/$'\1'}
  file=${file//%a/"$task"}
  file=${file//$'\1'/%}
  SLURM_ARRAY_TASK_ID=$task sh -c "$wrapped" > "$file" 2>&1
  echo $? > "$file.status"
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

# What a shell, sbatch or a terminal could take for something else is part of a name.
for character in ' ' '!' '"' '#' '$' '%' '&' "'" '(' ')' '*' ';' '<' '>' '?' '[' ']' '^' '`' '{' '|' '}' '~' $'\n' $'\t' \
  $'\e[31m' $'\r' é; do odd+=$character; done
# shellcheck disable=SC2016  # is not to be expanded
odd+='$(id>PWNED)`id>PWNED`; id>PWNED;%a%j$x'
cp small.yaml "$odd.yaml"
cp "$scnnsim" "./$odd"
expect 0 -- "$repository/tools/slurm-sweep" "$odd.yaml" --scnnsim "./$odd" --shards 2 --out "$odd.out" --no-verify
merged="$odd.out/logs/merge.txt"
grep -qF "6 points of 6: 6 done" "$merged" || fail "names with characters of the shell: $(cat "$merged")"
[ "$(cat "$merged.status")" = 0 ] || fail "the merge with odd names exits with $(cat "$merged.status")"
CANCELLED=1 expect 0 -- "$repository/tools/slurm-sweep" "$odd.yaml" --scnnsim "./$odd" --shards 2 --out $'b\e[31m\n.out\n'
merged=$'b\e[31m\n.out\n/logs/merge.txt'
again=$(tail -n 1 "$merged")
[[ $again != *$'\e'* ]] || fail "how to submit again commands the terminal: $again"
mkdir tools
printf '#!/bin/sh\nprintf %%s "$1"\n' > tools/slurm-sweep
chmod +x tools/slurm-sweep
[ "$(bash -c "$again")" = "$odd.yaml" ] || fail "how to submit again is no line to type: $again"
expect 2 "--out: got" "expected no backslash" -- submit --out 'a\b'
[ -z "$(find . -name 'PWNED*')" ] || fail "a name was run as a command"

report_failures
