# SPDX-License-Identifier: Apache-2.0
# What the tests of the command line share; sourced. Goes to a scratch folder that is removed at the end.

export LC_ALL=C.UTF-8 # so that the shell makes characters of \u202e, whatever the locale of the machine
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failures=0

fail() {
  echo "FAIL: $*"
  failures=$((failures + 1))
}

# expect STATUS [PART...] -- COMMAND...: the exit status, and texts that stdout or stderr must hold.
expect() {
  local status=$1 parts=()
  shift
  while [ "$1" != -- ]; do
    parts+=("$1")
    shift
  done
  shift
  "$@" > stdout 2> stderr
  local got=$?
  [ $got = "$status" ] || fail "$* exited with $got, expected $status: $(head -c 500 stderr)"
  local part
  for part in "${parts[@]}"; do
    grep -qF -- "$part" stdout stderr || fail "$* does not say \"$part\": $(cat stdout stderr | head -c 500)"
  done
}

# To be called last.
report_failures() {
  [ $failures = 0 ] || {
    echo "$failures failures"
    exit 1
  }
  echo "all passed"
}
