#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every kind of table as LaTeX, \input into one document that pdflatex must accept without a line that is too wide.
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

cat >paper.tex <<'TEX'
\documentclass{article}
\usepackage{booktabs,graphicx,textcomp}
\begin{document}
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
add long.tex element element element element element --kind stalls
printf 'trace: %s\naxes:\n  - grid:\n      weight_fifo.entries: [50, 100, 200]\n      accumulator.banks: [16, 32, 48]\n' \
  "$source/traces/digits-vector-0.30" >sweep.yaml
"$scnnsim" sweep sweep.yaml --out sweep --quiet
add sweep.tex sweep --kind sweep --baseline accumulator.banks=32
add pareto.tex sweep --kind pareto
printf 'trace: %s\nlayers: [conv3]\naxes:\n  - list:\n      - {mapping.kc: 8}\n      - {accumulator.banks: 16, accumulator.bank_hash: xor}\n      - {accumulator.banks: 1, accumulator.entries: 1}\n' \
  "$source/traces/digits-vector-0.30" >reasons.yaml
"$scnnsim" sweep reasons.yaml --out reasons --quiet
add reasons.tex reasons --kind sweep
echo '\end{document}' >>paper.tex

if ! pdflatex -interaction=nonstopmode -halt-on-error paper.tex >output; then
  tail -40 output
  echo 'latex_test: pdflatex refuses a table' >&2
  exit 1
fi
if grep -A2 -E '^Overfull|Missing character|undefined control' paper.log; then
  echo 'latex_test: a table is too wide or loses characters' >&2
  exit 1
fi
[ -z "${KEEP_PDF-}" ] || cp paper.pdf "$KEEP_PDF"
echo 'latex_test: passed'
