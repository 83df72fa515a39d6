#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `scnnsim trace import` as a user calls it, from a model to runs and a sweep over images.
# Usage: import_test.sh SCNNSIM REPOSITORY
set -u -o pipefail

: "${2:?usage: import_test.sh SCNNSIM REPOSITORY}"  # here, since in $( ) it would not end the script
scnnsim=$(realpath "$1")
source "$(realpath "$2")/tests/cli/expect.sh"

nothing_left() { [ -z "$(ls -A | grep -vxE 'stdout|stderr|model.onnx|[ab].npy|bad.png|alone')" ] || fail "left behind: $(ls -A)"; }

# x (1, 1, 6, 6) -> Conv conv1, 3 x 3, 2 filters, pads 1 -> Relu -> Conv conv2, 1 x 1; and an image of -2 ... 2.
base64 -d > model.onnx << 'END'
CAcSBHRlc3Q6kgIKLQoBeAoBVxIFY29udjEaBWNvbnYxIgRDb252KhEKBHBhZHNAAUABQAFAAaABBwobCgVjb252MRIFcmVsdTEaBXJlbHUxIgRS
ZWx1Ch4KBXJlbHUxCgFWEgVjb252MhoFY29udjIiBENvbnYSBHRlc3QqVwgCCAEIAwgDEAEiSAAAgD8AAAAAAAAAAAAAAAAAAIC/AAAAAAAAAAAA
AAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAEBAAAAAAAAAAAAAAAAAAAAAAEIBVyofCAIIAggBCAEQASIQAACAPwAAAAAAAAAAAAAAwEIBVlobCgF4
EhYKFAgBEhAKAggBCgIIAQoCCAYKAggGYgcKBWNvbnYyQgIQDQ==
END
base64 -d > a.npy << 'END'
k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDEsIDYsIDYpLCB9ICAgICAgICAg
ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAADAAACAvwAAAAAAAIA/AAAAQAAAAMAAAIC/AAAAAAAAgD8AAABA
AAAAwAAAgL8AAAAAAACAPwAAAEAAAADAAACAvwAAAAAAAIA/AAAAQAAAAMAAAIC/AAAAAAAAgD8AAABAAAAAwAAAgL8AAAAAAACAPwAAAEAAAADA
AACAvwAAAAAAAIA/AAAAQAAAAMA=
END
cp a.npy b.npy

expect 0 "Usage: scnnsim trace import" "Examples:" "--quantize" -- "$scnnsim" trace import --help
expect 2 "--out is missing" -- "$scnnsim" trace import model.onnx --input a.npy
expect 2 "unknown option \"--inputs\"" -- "$scnnsim" trace import model.onnx --inputs a.npy --out trace
expect 2 "nothing is given for \"x\"" "float32 (1, 1, 6, 6)" -- "$scnnsim" trace import model.onnx --out trace
nothing_left
printf 'no image' > bad.png
expect 2 "bad.png" "\"x\"" "no image" -- "$scnnsim" trace import model.onnx --input bad.png --out trace
expect 2 "a.npy: is no ONNX model, or is truncated" -- "$scnnsim" trace import a.npy --input a.npy --out trace
expect 2 "absent.onnx" -- "$scnnsim" trace import absent.onnx --input a.npy --out trace
nothing_left

# Without the importer beside it the program says how to get it, and still explains itself.
mkdir alone
cp "$scnnsim" alone/scnnsim
expect 2 "scnnsim-import" "tools/setup import" "tools/build --program --importer" -- alone/scnnsim trace import model.onnx --input a.npy --out trace
expect 0 "Usage: scnnsim trace import" -- alone/scnnsim trace import --help
nothing_left

expect 0 "conv1" "relu" "element" "trace: trace of model, 2 layers" -- "$scnnsim" trace import model.onnx --input a.npy --out trace
expect 0 "conv1: largest relative error" "conv2: largest relative error" -- "$scnnsim" trace check trace
expect 0 "verified" "yes" -- "$scnnsim" run trace --quiet
expect 2 "not empty" -- "$scnnsim" trace import model.onnx --input x=a.npy --out trace
mkdir .trace.partial-12345-0  # of a killed import
ln -s . .trace.partial-77-0
expect 0 "warning" ".trace.partial-77-0: may have been left" -- "$scnnsim" trace import model.onnx --input x=a.npy --out trace --force
[ ! -e .trace.partial-12345-0 ] || fail "what a killed import left is not removed"
rm .trace.partial-77-0
expect 141 -- bash -c 'exec 3> >(exec true); wait $!; "$@" >&3 3>&-' - "$scnnsim" trace import model.onnx --input x=a.npy --out trace --force
[ -s stderr ] && grep -v '^\[1/1\]' stderr && fail "speaks into a closed pipe: $(cat stderr)"
expect 0 "conv2: output agrees" -- bash -c '"$0" trace import model.onnx --input x=a.npy --out trace --force --quantize per-channel && "$0" trace check trace' "$scnnsim"

# Several images are several traces, and an axis of a sweep.
expect 0 "images/a: trace of model" "images/b: trace of model" "+-" -- "$scnnsim" trace import model.onnx --input a.npy --input b.npy --out images
printf 'trace: [images/a, images/b]\n' > sweep.yaml
expect 0 -- "$scnnsim" sweep sweep.yaml --out swept --quiet
expect 0 "images/a" "images/b" -- "$scnnsim" table swept --kind sweep

expect 2 "not empty" -- "$scnnsim" trace import model.onnx --input a.npy --input b.npy --out images
expect 0 "images/b: trace of model" -- "$scnnsim" trace import model.onnx --input a.npy --input b.npy --out images --force
for image in a b; do expect 0 -- "$scnnsim" run images/$image --out results-$image --quiet; done
expect 0 "means over the runs" "conv2" "spread" -- "$scnnsim" table results-a results-b --mean
expect 0 "means over the runs" -- "$scnnsim" table swept --kind cycles --point 1,2 --mean
touch images/a/letter
expect 2 "letter" "not replaced, even with --force" -- "$scnnsim" trace import model.onnx --input a.npy --input b.npy --out images --force
rm -r images results-? swept sweep.yaml trace alone

# Whenever it is interrupted, nothing is left, or a complete trace.
for delay in 0 0.02 0.05 0.1 0.2; do
  "$scnnsim" trace import model.onnx --input a.npy --out trace > stdout 2> stderr &
  sleep $delay
  kill -INT $! 2> /dev/null
  wait $!
  [ -e trace ] && { expect 0 -- "$scnnsim" trace check trace; rm -r trace; }
  nothing_left
done

report_failures
