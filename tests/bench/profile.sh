#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Where the time of a run goes: its functions with the largest shares of the samples, as a table, in ns per issued
# vector pair. Needs perf; says so and succeeds where samples cannot be taken.
#   profile.sh TITLE OUT SCNNSIM run ARGUMENT...      OUT: a new folder
set -euo pipefail
export LC_ALL=C

[ $# -ge 4 ] || { sed -n '3,5s/^# \{0,1\}//p' "$0"; exit 2; }
title=$1
out=$2
shift 2
mkdir -p "$out"
if ! perf record --quiet --freq 4000 --output "$out/perf.data" "$@" --quiet --jobs 1 --out "$out/results" \
  >/dev/null 2>"$out/stderr"; then
  echo "$title: no profile: $(head -1 "$out/stderr")"
  exit 0
fi
issues=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == "cycles_issue") column = i } NR > 1 { sum += $column } END { print sum }' \
  "$out/results/layers.csv")
seconds=$(perf script --input "$out/perf.data" --fields comm 2>/dev/null | awk 'END { print NR / 4000 }')
printf '\n%s: %s s, %s issues\n\n| function | share | ns per issue |\n|---|---|---|\n' "$title" "$seconds" "$issues"
perf report --input "$out/perf.data" --no-children --sort symbol --stdio 2>/dev/null |
  awk -v seconds="$seconds" -v issues="$issues" '
    /^ +[0-9.]+%/ && ++rows <= 14 {
      share = $1; sub(/%/, "", share)
      kernel = $2 == "[k]" ? " (kernel)" : ""
      $1 = $2 = ""; sub(/^ +/, "")
      sub(/ +- +- *$/, "")
      gsub(/scnnsim::|N_AVX[0-9]+[A-Z_]*::|N_SSE[0-9A-Z]+::|\(anonymous namespace\)::/, ""); gsub(/\|/, " ")
      if (length($0) > 70) $0 = substr($0, 1, 67) "..."
      printf "| %s%s | %.1f %% | %.2f |\n", $0, kernel, share, share / 100 * seconds * 1e9 / issues
    }'
