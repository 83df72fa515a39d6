#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A sweep through a real Slurm of its own (munged, slurmctld and slurmd on this machine), one of whose shards is
# cancelled and submitted again: the same store content, row by row, as a local run. As root.
# Usage: slurm_test.sh PATH-TO-scnnsim
set -euo pipefail

: "${1:?usage: slurm_test.sh PATH-TO-scnnsim}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/../..")
source "$repository/tests/support/root_test.sh"
needs_root 'to start a Slurm'
scratch=$(mktemp -d)
chmod 755 "$scratch"
daemons=()

finish() {
  status=$?
  [ $status = 0 ] || tail -n 20 "$scratch"/*.log "${work-$scratch}"/sweep/logs/* 2> /dev/null || true
  scancel --user root 2> /dev/null || true
  for daemon in "${daemons[@]}"; do kill "$daemon" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$scratch"
  exit $status
}
trap finish EXIT

# until_true SECONDS COMMAND...
until_true() {
  local seconds=$1 end=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "not within $seconds s: $*"
    sleep 0.2
  done
}

start_slurm() {
  local host cores
  host=$(hostname -s)
  cores=$(nproc)
  mkdir -m 755 "$scratch"/{munge,state,spool}
  dd if=/dev/urandom of="$scratch/munge/key" bs=1024 count=1 status=none
  chmod 600 "$scratch/munge/key"
  munged --foreground --force --key-file "$scratch/munge/key" --socket "$scratch/munge/socket" \
    --pid-file "$scratch/munge/pid" --seed-file "$scratch/munge/seed" --log-file "$scratch/munge.log" &
  daemons+=($!)
  cat > "$scratch/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge/socket
CredType=cred/munge
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1
MinJobAge=3600
KillWait=2
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF=$scratch/slurm.conf
  until_true 10 test -S "$scratch/munge/socket"
  slurmctld -D -L "$scratch/slurmctld.log" > /dev/null 2>&1 &
  daemons+=($!)
  slurmd -D -L "$scratch/slurmd.log" > /dev/null 2>&1 &
  daemons+=($!)
  until_true 30 sh -c 'sinfo --noheader --format %t | grep -q idle'
}

# The rows of a store, in an order that does not depend on when they came.
rows() {
  python3 - "$1/sweep.sqlite" <<'PYTHON'
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
def names(table): return [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
results = ", ".join("r." + name for name in names("results") if name != "id")
layers = ", ".join("l." + name for name in names("layers") if name != "result")
for query in ("SELECT * FROM points ORDER BY number",
              f"SELECT p.number, {results} FROM points p JOIN results r USING (key) ORDER BY p.number",
              f"SELECT p.number, {layers} FROM points p JOIN results r USING (key) JOIN layers l ON l.result = r.id "
              "ORDER BY p.number, l.position"):
    for row in store.execute(query): print(row)
PYTHON
}

job_of() { sed -n "s/.*$1: job \([0-9]*\).*/\1/p" "$work/submitted"; }
no_jobs() { [ -z "$(squeue --noheader)" ]; }

start_slurm
# What a shell, sbatch or a terminal could take for something else is part of a name here.
work=$scratch/$'a b\'c"d$(touch PWNED)`touch PWNED`;&|*%j%%\n'
mkdir "$work"
cd "$work"
cat > small.yaml <<'YAML'
network: vgg16
layers: [conv4_2, conv5_2]
granularity: [element, vector]
values: off
seed: {from: 1, to: 3, step: 1}
axes:
  - grid:
      weight_fifo.entries: [10, 50]
YAML

# One task has to wait until the others are through, and is cancelled as it begins to work.
submit() { "$repository/tools/slurm-sweep" small.yaml --shards 3 --out sweep --scnnsim "$scnnsim" -- "$@" | tee submitted; }
submit
array=$(job_of shards)
until_true 60 test -e sweep/shards/3/sweep.sqlite
scancel "${array}_3"
until_true 300 no_jobs
"$scnnsim" sweep export sweep/shards/3 > left || true
grep -q ' [1-9][0-9]* left' left || fail "the cancelled shard had nothing left to do: $(cat left)"
grep -q ' [1-9][0-9]* left' sweep/logs/merge.txt || fail "the merge after the cancellation does not say what is left: $(cat sweep/logs/merge.txt)"

# The same command again.
submit
until_true 300 no_jobs
grep -q '12 points of 12: 12 done' sweep/logs/merge.txt || fail "$(cat sweep/logs/merge.txt)"
"$scnnsim" sweep small.yaml --out local --quiet
rows sweep/merged > merged.rows
rows local > local.rows
[ "$(wc -l < local.rows)" = $((12 + 12 + 24)) ] || fail "$(wc -l < local.rows) rows"
diff local.rows merged.rows
for file in points.csv layers.csv sweep.json; do cmp "local/$file" "sweep/merged/$file"; done
[ -z "$(find "$scratch" -name PWNED)" ] || fail "a name was run as a command"
echo "all passed: $(wc -l < local.rows) rows are the same"
