#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The Debian packages in a Debian 12 of its own in which nothing is installed: apt finds their dependencies, the program
# simulates, its manual and completion are in place, and a project builds against the libraries. As root.
# Usage: bare_root_test.sh FOLDER-WITH-PACKAGES
set -euo pipefail

: "${1:?usage: bare_root_test.sh FOLDER-WITH-PACKAGES}"
packages=$(realpath "$1")
tests=$(dirname "$(realpath "$0")")
source "$tests/../support/root_test.sh"
needs_root 'for debootstrap and chroot'
root=$(mktemp -d)
chmod 755 "$root"
trap 'umount "$root/proc" 2> /dev/null || true; rm -rf --one-file-system "$root" "$root.log"' EXIT

# inside COMMAND...: in the root, without this machine's environment.
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

logged "$root.log" debootstrap debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian
# How this machine reaches the network.
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
cp -r /etc/apt/apt.conf.d "$root/etc/apt/"
rm -f "$root"/etc/apt/apt.conf.d/docker-*
mount -t proc proc "$root/proc"
mkdir "$root/packages"
cp "$packages"/*.deb "$root/packages/"
cp -r "$tests/consumer" "$root/root/consumer"

inside apt-get update -q > /dev/null
logged "$root/install.log" 'apt does not install the program' \
  inside sh -c 'apt-get install -q -y --no-install-recommends /packages/scnnsim_*.deb'
inside scnnsim --version
inside scnnsim run /usr/share/doc/scnnsim/examples/digits-vector-0.30 --check --out /root/results 2> "$root/run.log"
[ "$(grep -c 'verified yes' "$root/run.log")" = 4 ] || fail "not every layer of the example is verified: $(cat "$root/run.log")"
inside scnnsim trace generate --network alexnet --granularity vector --layers conv3 --out /root/alexnet
inside scnnsim run /root/alexnet --arch scnn --arch dcnn
inside test -f /usr/share/man/man1/scnnsim-run.1.gz || fail "no man page"
inside bash -c 'source /usr/share/bash-completion/completions/scnnsim; COMP_WORDS=(scnnsim t) COMP_CWORD=1; _scnnsim
  [ "${COMPREPLY[*]}" = "trace table" ]' || fail "bash does not complete"

logged "$root/install.log" 'apt does not install the libraries' \
  inside sh -c 'apt-get install -q -y --no-install-recommends /packages/libscnnsim-dev_*.deb cmake g++ make'
logged "$root/consumer.log" 'a project does not build against the libraries' \
  inside sh -c 'cmake -S /root/consumer -B /root/build && cmake --build /root/build'
inside /root/build/use_sim | grep -qx 'conv5 verified 1' || fail "a project that uses the libraries"

if [ -e "$(echo "$root"/packages/scnnsim-import_*.deb)" ]; then
  inside scnnsim trace import --help > /dev/null
  logged "$root/install.log" 'apt does not install the importer' \
    inside sh -c 'apt-get install -q -y --no-install-recommends /packages/scnnsim-import_*.deb'
  cp "$tests/../fuzz/corpus/onnx/conv.onnx" "$root/root/"
  {
    printf '\x93NUMPY\x01\x00v\x00%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 4, 4), }"
    for _ in {1..16}; do printf '\x00\x00\x80\x3f'; done
  } > "$root/root/ones.npy"
  inside scnnsim trace import /root/conv.onnx --input /root/ones.npy --out /root/imported
  inside scnnsim trace check /root/imported
fi

inside sh -c 'dpkg --remove $(dpkg-query --showformat "\${Package} " --show "*scnnsim*")' > /dev/null
[ -z "$(find "$root/usr" -path '*scnnsim*' -print -quit)" ] || fail "left behind: $(find "$root/usr" -path '*scnnsim*' | head)"
echo 'all passed: the packages install, run and go away'
