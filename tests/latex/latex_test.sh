#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every kind of table as LaTeX, \input into one document that pdflatex must accept without a line that is too wide, and
# whose PDF must show names as they are (pdftotext).
#   latex_test.sh SCNNSIM SOURCE_FOLDER
set -euo pipefail
scnnsim=$(realpath "$1")
source=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Names with all that LaTeX gives a meaning to.
cp -r "$source/traces/digits-vector-0.30" odd
sed -i "s/^network: .*/network: 'a_b %\$#\&{}~^\\\\ <|> [*] \"q\" --'/; s/name: conv1,/name: '*[c]_1',/" odd/trace.yaml
"$scnnsim" run odd --arch scnn --arch dcnn --quiet --out '50% of_a&b' >/dev/null
"$scnnsim" run "$source/traces/digits-element-0.30" --arch scnn --arch dcnn --arch scnn_sparse_a --quiet --out element >/dev/null

# Results of somebody else, whose layers' names have every character of ASCII, and some beyond.
names() {
  local code
  for code in $(seq 0 127); do printf '"n\\u%04xm" "\\u%04x" ' "$code" "$code"; done
  echo '"\u0080\u009b\u202e\u2028" "é" "\u0159" "\u0105" "\u4e2d" "\ud83d\ude42" "\\input{/etc/passwd}" "^^41" "--" ",,"'
}
mkdir others
{
  sed -n '1,/"layers": \[/p' element/results.json
  layer=$(sed -n '/"layers": \[/,$p' element/results.json | sed '1d' | sed '/^  },$/,$d')
  separator=''
  for name in $(names); do
    printf '%s%s}' "$separator" "$(sed "s/\"layer\": .*/\"layer\": $(sed 's/[\\&/]/\\&/g' <<<"$name"),/" <<<"$layer")"
    separator=,
  done
  printf ']}\n'
} >others/results.json

cat >paper.tex <<'TEX'
\documentclass{article}
\usepackage{booktabs,graphicx,textcomp}
\begin{document}
\listoftables
TEX
add() {
  echo "\\clearpage\\input{$1}" >>paper.tex
  "$scnnsim" table "${@:2}" --format latex >"$1"
}
for kind in cycles stalls memory energy storage summary speedup accesses; do
  add "one-$kind.tex" element --kind "$kind"
  add "two-$kind.tex" element '50% of_a&b' --kind "$kind" --baseline dcnn
  add "beside-$kind.tex" element '50% of_a&b' --kind "$kind" --side-by-side --baseline element
done
add others.tex others --kind cycles --columns cycles
sed 's/"n\\u0041m"/"x \\u4e2d\\ud83d\\ude42 that is longer than a line of a cell may be_a"/' others/results.json >'中_é.json'
add long-names.tex '中_é.json' element --kind cycles --columns cycles --baseline element
sed "s/^network: .*/network: 'a_b ^ ~ 中🙂\\\\input x'/" odd/trace.yaml >odd/next
mv odd/next odd/trace.yaml
"$scnnsim" run odd --format latex --quiet >caption.tex
echo '\clearpage\input{caption.tex}' >>paper.tex
add long.tex element element element element element --kind stalls
printf 'trace: %s\naxes:\n  - grid:\n      weight_fifo.entries: [50, 100, 200]\n      accumulator.banks: [16, 32, 48]\n' \
  "$source/traces/digits-vector-0.30" >sweep.yaml
"$scnnsim" sweep sweep.yaml --out sweep --quiet
add sweep.tex sweep --kind sweep --baseline accumulator.banks=32
add pareto.tex sweep --kind pareto
printf 'trace: %s\nlayers: [conv3]\naxes:\n  - list:\n      - {mapping.kc: 8}\n      - {accumulator.banks: 24, accumulator.bank_hash: xor}\n      - {accumulator.banks: 1, accumulator.entries: 1}\n' \
  "$source/traces/digits-vector-0.30" >reasons.yaml
"$scnnsim" sweep reasons.yaml --out reasons --quiet
add reasons.tex reasons --kind sweep
echo '\end{document}' >>paper.tex

# Twice, for the list of tables.
if ! pdflatex -interaction=nonstopmode -halt-on-error paper.tex >output ||
  ! pdflatex -interaction=nonstopmode -halt-on-error paper.tex >output; then
  tail -40 output
  echo 'latex_test: pdflatex refuses a table' >&2
  exit 1
fi
if grep -A2 -E '^Overfull|Missing character|undefined control' paper.log; then
  echo 'latex_test: a table is too wide or loses characters' >&2
  exit 1
fi
# What is read in the PDF, spaces aside.
pdftotext -layout paper.pdf - | tr -d ' \f' >read.txt
for code in $(seq 33 126); do
  printf -v character '%b' "\\$(printf %03o "$code")"
  case $character in
    '"') character='”' ;;
    '^' | _ | '~') continue ;; # drawn by accents and rules, not by characters
  esac
  grep -qF -- "n${character}m" read.txt || {
    echo "latex_test: the PDF does not show n${character}m" >&2
    exit 1
  }
done
for name in 'n\x00m' 'n\nm' 'n\x1bm' 'n\x7fm' '\u0080\u009b\u202e\u2028' U+4E2D U+1F642 U+0105 '\input{/etc/passwd}'; do
  grep -qF -- "$name" read.txt || {
    echo "latex_test: the PDF does not show $name" >&2
    exit 1
  }
done
[ -z "${KEEP_PDF-}" ] || cp paper.pdf "$KEEP_PDF"
echo 'latex_test: passed'
