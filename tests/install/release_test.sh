#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# tools/release: files agree about the version; the archive is made from a clean, tagged state alone.
# Usage: release_test.sh REPOSITORY
set -u -o pipefail

: "${1:?usage: release_test.sh REPOSITORY}"
repository=$(realpath "$1")
source "$(dirname "$(realpath "$0")")/../cli/expect.sh"

expect 0 'all files name version' -- "$repository/tools/release" --check

# A small repository with the files that count.
mkdir -p project/tools
cp "$repository/tools/release" project/tools/
cd project || exit 1
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org GIT_AUTHOR_DATE=2026-01-02T00:00:00Z GIT_COMMITTER_DATE=2026-01-02T00:00:00Z
write() { # CMake's version, the citation's, its date, the change log's lines
  printf 'project(scnnsim VERSION %s DESCRIPTION "x")\n' "$1" > "$scratch/project/CMakeLists.txt"
  printf 'version: %s\ndate-released: %s\n' "$2" "$3" > "$scratch/project/CITATION.cff"
  printf '%b' "$4" > "$scratch/project/CHANGELOG.md"
}
log='## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\n* New.\n\n## [1.2.2] - 2026-01-01\n'
write 1.2.3 1.2.3 2026-01-02 "$log"
printf '/out/\n' > .gitignore
git init -q -b main && git add -A && git commit -qm 'Release 1.2.3'

cd ..
release=project/tools/release
expect 1 'no tag v1.2.3' -- $release
git -C project tag v1.2.2
expect 1 'no tag v1.2.3' -- $release
git -C project tag -a v1.2.3 -m 'scnnsim 1.2.3'
touch project/stray
expect 1 'has changes' stray -- $release
rm project/stray
expect 0 scnnsim-1.2.3.tar.gz -- $release
(cd project/out/release && sha256sum --quiet -c scnnsim-1.2.3.tar.gz.sha256) || fail "the checksum does not fit"
cp project/out/release/scnnsim-1.2.3.tar.gz first.tar.gz
expect 0 -- $release
cmp first.tar.gz project/out/release/scnnsim-1.2.3.tar.gz || fail "the same tag gave other bytes"
[ "$(tar -tf first.tar.gz | sort | tr '\n' ' ')" = "scnnsim-1.2.3/ scnnsim-1.2.3/.gitignore scnnsim-1.2.3/CHANGELOG.md \
scnnsim-1.2.3/CITATION.cff scnnsim-1.2.3/CMakeLists.txt scnnsim-1.2.3/tools/ scnnsim-1.2.3/tools/release " ] ||
  fail "the archive holds $(tar -tf first.tar.gz)"

write 1.2.4 1.2.3 2026-01-02 "$log"
expect 1 'CHANGELOG.md: the latest release is 1.2.3' 1.2.4 -- $release --check
write 1.2.3 1.2.4 2026-01-02 "$log"
expect 1 'CITATION.cff: expected version: 1.2.3' -- $release --check
write 1.2.3 1.2.3 2026-01-03 "$log"
expect 1 'CITATION.cff: expected date-released: 2026-01-02' -- $release --check
write 1.2 1.2 2026-01-02 "$log"
expect 1 "got version '1.2'" -- $release --check
write 1.2.3 1.2.3 2026-01-02 '## [Unreleased]\n\n* Not yet.\n\n## [1.2.3] - 2026-01-02\n'
expect 0 'all files name version 1.2.3' -- $release --check
git -C project commit -qam 'More' && git -C project tag -f v1.2.3 > /dev/null
expect 1 '[Unreleased] is not empty' -- $release

report_failures
