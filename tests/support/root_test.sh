# SPDX-License-Identifier: Apache-2.0
# What the tests that need root share; sourced.
set -euo pipefail

fail() {
  echo "FAIL: $*"
  exit 1
}

# needs_root WHY
needs_root() {
  [ "$(id -u)" = 0 ] || {
    echo "$(basename "$0"): needs root $1" >&2
    exit 2
  }
}

# logged LOG MISTAKE COMMAND...: keeps what the command prints for when it fails.
logged() {
  local log=$1 mistake=$2
  shift 2
  "$@" > "$log" 2>&1 || {
    tail -n 40 "$log"
    fail "$mistake"
  }
}
