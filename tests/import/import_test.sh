#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `scnnsim trace import` as a user calls it, from a model to a run.
# Usage: import_test.sh SCNNSIM REPOSITORY
set -u -o pipefail

: "${2:?usage: import_test.sh SCNNSIM REPOSITORY}"
scnnsim=$(realpath "$1")
source "$(realpath "$2")/tests/cli/expect.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1

