#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Three layers of a network that was really trained (tests/data/face-resnet): the sums are PyTorch's, both engines agree, and
# the densities of the written tensors, one of them behind a residual addition, are those that PyTorch had.
#   real_layers_test.sh SCNNSIM SOURCE_FOLDER
set -u -o pipefail

: "${2:?usage: real_layers_test.sh SCNNSIM SOURCE_FOLDER}"
scnnsim=$(realpath "$1")
trace=$(realpath "$2")/tests/data/face-resnet
source "$(realpath "$2")/tests/cli/expect.sh"

expect 0 'conv32_1.conv1: output agrees (2592 values)' 'conv32_1.conv2: output agrees (2592 values)' \
  'conv64_down.conv1: output agrees (1024 values)' -- "$scnnsim" trace check "$trace"
expect 0 -- "$scnnsim" run "$trace" --check --quiet --out results

# column NAME: layer and value.
column() {
  awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; next } { print $at["layer"], $at[name] }' results/layers.csv
}

expect 0 'conv32_1.conv1 yes' 'conv32_1.conv2 yes' 'conv64_down.conv1 yes' -- column verified
# Non-zeros of what PyTorch wrote: 1,007 and 1,805 of 2,592, and 560 of 1,024.
expect 0 'conv32_1.conv1 0.388503' 'conv32_1.conv2 0.696373' 'conv64_down.conv1 0.546875' -- column output_density

report_failures
