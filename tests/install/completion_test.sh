#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What bash offers after a part of a command line.
# Usage: completion_test.sh COMPLETION-SCRIPT
set -u -o pipefail

: "${1:?usage: completion_test.sh COMPLETION-SCRIPT}"
script=$(realpath "$1")
source "$(dirname "$(realpath "$0")")/../cli/expect.sh"

load() { source "$script"; } # inside a function, as bash-completion does it
load
compopt() { readline+="$* "; } # there is no readline here
mkdir folder
touch file.yaml

# offers LINE EXPECTED [READLINE]: candidates after the line, whose words are separated as bash does it, at "=" too.
offers() {
  local line=${1//=/ = }
  read -ra COMP_WORDS <<< "$line"
  case $line in *' ' | '') COMP_WORDS+=('') ;; esac
  case $1 in *=) unset 'COMP_WORDS[-1]' ;; esac # the cursor is at the "="
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) readline=
  _scnnsim
  mapfile -t COMPREPLY < <(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort)
  [ "${COMPREPLY[*]}" = "$2" ] || fail "after \"$1\": ${COMPREPLY[*]}, expected $2"
  [ "${readline% }" = "${3-}" ] || fail "after \"$1\": readline is told \"${readline% }\", expected \"${3-}\""
}

[ "$(complete -p scnnsim)" = 'complete -F _scnnsim scnnsim' ] || fail "nothing completes scnnsim"
offers 'scnnsim t' 'table trace'
offers 'scnnsim --v' '--version'
offers 'scnnsim trace g' 'generate'
offers 'scnnsim trace prune --g' '--granularity'
offers 'scnnsim trace prune generate --den' '--density'
offers 'scnnsim run ' 'folder' '-o filenames'
offers 'scnnsim run folder --ar' '--arch'
offers 'scnnsim run --arch scnn_s' 'scnn_sparse_a scnn_sparse_w'
offers 'scnnsim run --arch=dcnn_o' 'dcnn_opt'
offers 'scnnsim run --values ' 'off on'
offers 'scnnsim run --values=' 'off on'
offers 'scnnsim run --set accumulator.ba' 'accumulator.bank_hash= accumulator.banks=' '-o nospace'
offers 'scnnsim run --set accumulator.banks=' ''
offers 'scnnsim run --set accumulator.banks=6' ''
offers 'scnnsim run --config ' 'file.yaml folder scnn' '-o filenames'
offers 'scnnsim run --jobs ' ''
offers 'scnnsim sweep fi' 'fifo_depth file.yaml' '-o filenames'
offers 'scnnsim sweep m' 'merge'
offers 'scnnsim sweep merge fi' 'file.yaml' '-o filenames'
offers 'scnnsim trace generate --network vgg' 'vgg16'
offers 'scnnsim trace generate --output-density ' 'none published'
offers 'scnnsim table results --format l' 'latex'
offers 'scnnsim no-such-command ' ''

report_failures
