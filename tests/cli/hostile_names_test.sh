#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Names, keys, values and paths of others, in every place that shows them: none is obeyed by a shell, gnuplot, a
# spreadsheet, a browser or the terminal. Usage: hostile_names_test.sh PATH-TO-scnnsim
set -u -o pipefail

: "${1:?usage: hostile_names_test.sh PATH-TO-scnnsim}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/../..")
trace=$repository/traces/digits-vector-0.30
source "$repository/tests/cli/expect.sh"

# What a terminal obeys or hides: controls but newline, U+0080 ... U+009F, U+2028 ... U+202E.
commands=$'[\x01-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]'
is_shown() {
  local file
  for file in "$@"; do
    if LC_ALL=C grep -qE "$commands" "$file"; then fail "$file holds a command for the terminal: $(head -c 300 "$file" | cat -v)"; fi
    [ "$(tr -d '\0' < "$file" | wc -c)" = "$(wc -c < "$file")" ] || fail "$file holds a NUL"
  done
}

# shown STATUS [PART...] -- COMMAND...: expect, and nothing printed that is not shown.
shown() {
  expect "$@"
  is_shown stdout stderr
}

# shellcheck disable=SC2016  # nothing is to be expanded
names=('a`id>PWNED`' '$(id>PWNED)' 'w50%' 'a%b%s%n' '</text><script>alert(1)</script>' ']]>' '[x](javascript:alert(1))'
  '=HYPERLINK("http://x";"y")' '@SUM(1+1)' '-1+1' '"; system "id>PWNED"; "' "it''s" 'a|b' 'x\' '{/=9 y}_z^2' '#' '&lt;' "';--")
network='`id>PWNED` & <b>50%</b>'

# q NAME: as a YAML or JSON text, whose escapes of printable characters are the same.
q() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# A trace: printable names, and those that trace.yaml may escape.
mkdir odd
cp "$trace"/conv4.*.npy odd
{
  printf 'version: 1\nnetwork: %s\nlayers:\n' "$(q "$network")"
  for name in "${names[@]}" é 🙂; do printf '%s\n' "$(q "$name")"; done | cat - <(printf '"\\u009b31m"\n"\\u202ex"\n"a\\u2028b"\n') |
    while IFS= read -r name; do sed -n "s/^.*{name: conv4,/  - {name: @,/p" "$trace/trace.yaml" | sed "s/@/$(sed 's/[\\&/]/\\&/g' <<< "$name")/"; done
} > odd/trace.yaml
count=$(($(grep -c 'name:' odd/trace.yaml)))
[ "$count" = $((${#names[@]} + 5)) ] || fail "the trace has $count layers"

shown 0 'a`id>PWNED`' '\u009b31m' '\u202ex' 'a\u2028b' 🙂 -- "$scnnsim" run odd --arch scnn --arch dcnn --out results
shown 0 -- "$scnnsim" run odd --layers '"""; system ""id>PWNED""; """,w50%' --quiet
[ "$(grep -c '^w50%\|^";' stdout)" -ge 2 ] || fail "names in double quotes are not chosen: $(cat stdout)"
shown 0 '\u202ex' -- "$scnnsim" trace info odd
shown 0 '\u202ex' -- "$scnnsim" trace info odd --format json
shown 0 '\u202ex' -- "$scnnsim" trace check odd
shown 0 '\u202ex' -- "$scnnsim" trace prune odd --granularity vector --density 0.2 --out pruned
shown 0 '\u202ex' -- "$scnnsim" trace info pruned
is_shown results/*.json results/*.csv
grep -qF '"'"'"'=HYPERLINK(""http://x"";""y"")"' results/layers.csv || fail "layers.csv holds a formula: $(grep HYPERLINK results/layers.csv)"

# Results of somebody else, with every character of ASCII.
characters=''
for code in $(seq 0 127); do printf -v characters '%s"n\\u%04xm" ' "$characters" "$code"; done
mkdir others
{
  sed -n '1,/"layers": \[/p' results/results.json
  layer=$(sed -n '/"layers": \[/,$p' results/results.json | sed '1d' | sed '/^  },$/,$d')
  separator=''
  for architecture in scnn dcnn; do
    for name in $characters '"\u0080\u009b\u202e\u2028"' '"\ud83d\ude42"' '"]]>"' '"\n  scnnsim: done"' '"`id>PWNED`"' '"100%"'; do
      printf '%s%s}' "$separator" "$(sed "s/\"layer\": .*/\"layer\": $(sed 's/[\\&/]/\\&/g' <<< "$name"),/; s/\"architecture\": .*/\"architecture\": \"$architecture\",/" <<< "$layer")"
      separator=,
    done
  done
  printf ']}\n'
} > others/results.json
for format in text md csv latex json; do
  for kind in cycles speedup; do
    shown 0 -- "$scnnsim" table others --kind $kind --format $format
  done
  shown 0 -- "$scnnsim" table others results --side-by-side --columns cycles --format $format
done
shown 0 'n\x1bm' 'n\nm' 'n\x00m' 'n\x7fm' '\u0080\u009b\u202e\u2028' '\n  scnnsim: done' -- "$scnnsim" table others
shown 0 'n\u001bm' 'n\u0000m' '\u0080\u009b\u202e\u2028' -- "$scnnsim" table others --format json

# Markdown as GitHub renders it, where its program is: the text of the cells is what text shows, without markup.
if command -v cmark-gfm > stdout; then
  "$scnnsim" table results --columns cycles --format md | cmark-gfm --unsafe -e table -e autolink -e strikethrough > rendered.html
  grep -oE '<[a-z]+' rendered.html | sort -u | grep -vxE '<(p|table|thead|tbody|tr|th|td|strong)' && fail "names became markup: $(cat rendered.html)"
  for name in "${names[@]}"; do
    name=${name//&/"&amp;"}
    name=${name//</"&lt;"}
    name=${name//>/"&gt;"}
    grep -qF "<td>${name//\"/"&quot;"}</td>" rendered.html || fail "Markdown does not show $name"
  done
fi

# A sweep, whose axes have paths and whose reasons have names.
# shellcheck disable=SC2016
folder=$'a`id>PWNED`\e[31m\n%s"\'|$(id>PWNED)'
# shellcheck disable=SC2016
yaml='a`id>PWNED`\e[31m\n%s\"'"'"'|$(id>PWNED)'
mkdir "$folder"
cp odd/*.npy "$folder"
grep -vE '009b|name: "#"' odd/trace.yaml > "$folder/trace.yaml"
sed 's/^name: .*/name: "t\\e[31m%"/' "$repository/configs/energy/16nm.yaml" > $'e\e[31m=%.yaml'
printf 'trace: [odd, "./%s"]\nlayers: ["w50%%", "\\u202ex"]\naxes:\n  - grid:\n      accumulator.banks: [24, 32]\n      energy.table: [16nm, "./e\\e[31m=%%.yaml"]\n      accumulator.bank_hash: [xor, linear]\n' "$yaml" > sweep.yaml
shown 0 '\x1b[31m' -- "$scnnsim" sweep sweep.yaml --dry-run
shown 0 -- "$scnnsim" sweep sweep.yaml --out $'swept\e[31m'
is_shown $'swept\e[31m'/*.csv $'swept\e[31m/sweep.json'
for format in text md csv latex json; do
  for kind in sweep pareto; do shown 0 -- "$scnnsim" table $'swept\e[31m' --kind $kind --where network="$network" --format $format; done
done
shown 0 'swept\x1b[31m: 16 points' -- "$scnnsim" sweep export $'swept\e[31m'

# Figures.
if command -v gnuplot > stdout; then
  for kind in stalls energy speedup; do
    for place in results others; do
      shown 0 -- "$scnnsim" plot $place --kind $kind --out "$place-$kind.svg"
      shown 0 -- "$scnnsim" plot $place --kind $kind --out "$place-$kind.pdf"
    done
    for name in 'a`id>PWNED`' 'w50%' 'a%b%s%n' '&lt;/text>&lt;script>alert(1)&lt;/script>' '[x](javascript:alert(1))' "it''s" \
      '{/=9 y}_z^2' '\u009b31m' '\u202ex' 'a\u2028b' 🙂 ']]&gt;'; do
      grep -qF "<text>$name</text>" "results-$kind.svg" || fail "results-$kind.svg does not show $name"
    done
    for code in $(seq 33 126); do
      printf -v character '%b' "\\$(printf %03o "$code")"
      character=${character//&/"&amp;"}
      grep -qF "<text>n${character//</"&lt;"}m</text>" "others-$kind.svg" || fail "others-$kind.svg does not show n${character}m"
    done
    for name in 'n\x00m' 'n\nm' 'n\x1bm' 'n\x7fm' '100%' '`id>PWNED`'; do
      grep -qF "<text>$name</text>" "others-$kind.svg" || fail "others-$kind.svg does not show $name"
    done
  done
  for kind in roofline pe-map; do
    for format in svg pdf; do shown 0 -- "$scnnsim" plot results --kind $kind --out "results-$kind.$format"; done
    grep -q '<text[^>]*>[1-9 ]*a`id>PWNED`.*</text>' "results-$kind.svg" || fail "results-$kind.svg does not show a name"
  done
  shown 0 -- "$scnnsim" plot others --kind roofline --out others-roofline.svg
  for kind in sweep pareto; do
    shown 0 -- "$scnnsim" plot $'swept\e[31m' --kind $kind --where network="$network" --out $kind.svg
  done
  shown 0 -- "$scnnsim" plot $'swept\e[31m' --x trace --where network="$network" --where accumulator.banks=24 --out trace.svg
  grep -qF '<text>./a`id>PWNED`\x1b[31m\n%s"'"'"'|$(id>PWNED)</text>' trace.svg || fail "trace.svg does not show a path: $(grep -F '<text>' trace.svg)"
  shown 0 -- "$scnnsim" plot results --out $'`id>PWNED`\e[31m\n%d\'".svg'
  tail -c 20 $'`id>PWNED`\e[31m\n%d\'".svg' | grep -qF '</svg>' || fail "no figure where its name has odd characters"
  for file in *.svg; do
    tr -d '\t' < "$file" > without-tabs  # gnuplot indents by them
    is_shown without-tabs
  done

  # What gnuplot itself says reaches the user; a file of before stays.
  mkdir bin
  printf '#!/bin/sh\nprintf "\\nplot nonsense\\n     ^\\n\\"stalls.gp\\", line 9: out of \\033[31mcolours\\n" >&2\nexit 1\n' > bin/gnuplot
  chmod +x bin/gnuplot
  echo '<svg>before' > kept.svg
  PATH=$PWD/bin:$PATH shown 1 "kept.svg: not drawn: gnuplot fails on stalls.gp (exit status 1)" '"stalls.gp", line 9: out of \x1b[31mcolours' -- "$scnnsim" plot results --out kept.svg
  [ "$(cat kept.svg)" = '<svg>before' ] || fail "a figure that failed replaced the one before"
  printf '#!/bin/sh\nprintf "<svg>" > stalls.svg\n' > bin/gnuplot
  PATH=$PWD/bin:$PATH shown 1 "kept.svg: not drawn: gnuplot did not finish stalls.svg" -- "$scnnsim" plot results --out kept.svg
  [ "$(cat kept.svg)" = '<svg>before' ] || fail "half a figure replaced the one before"
  [ -z "$(find . -name '.scnnsim-plot-*')" ] || fail "left behind: $(find . -name '.scnnsim-plot-*')"
fi

# Messages.
shown 2 'unknown layer "\x1b[31mx\nscnnsim: done"' -- "$scnnsim" run odd --layers $'\e[31mx\nscnnsim: done'
shown 2 'no\x1b[31m\nwhere' -- "$scnnsim" table $'no\e[31m\nwhere'
shown 2 'unknown command "\x1b]0;x\x07"' -- "$scnnsim" $'\e]0;x\a'
shown 2 '\u202e' -- "$scnnsim" run odd --set $'accumulator.banks=\u202e'
shown 2 -- "$scnnsim" run odd --set $'\e[31m'
shown 2 '\xff' -- "$scnnsim" run $'no\xffwhere'
printf '"\\e[31mkey\\n": 1\n' > $'bad\e.yaml'
shown 2 'bad\x1b.yaml:1' 'unknown key "\x1b[31mkey\n"' -- "$scnnsim" config --config $'bad\e.yaml'
printf '{"scnnsim_results": \x1b[31m}' > bad.json
shown 2 'bad.json: not JSON' -- "$scnnsim" table bad.json
[ -z "$(find . -name 'PWNED*')" ] || fail "a name was run as a command: $(find . -name 'PWNED*')"

report_failures
