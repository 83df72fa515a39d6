#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No class is defined in two files under one name: programs that hold both would run the destructor of either one, and the
# linker says nothing. Names in anonymous namespaces are left to the compiler.
#   one_definition_test.sh REPOSITORY
set -euo pipefail
cd "${1:?usage: one_definition_test.sh REPOSITORY}"

# definitions FILE...: "namespaces::name file" of each class at the outermost level of a namespace.
definitions() {
  awk '
    FNR == 1 { depth = 0 }
    /^namespace .*\{$/ { spaces[depth++] = NF == 2 ? "anonymous" : $2 }
    /^\}  \/\/ namespace/ { --depth }
    match($0, /^(template <.*> )?(class|struct|union|enum class|enum) [A-Za-z0-9_]+( final)?( : .*)? \{/) {
      name = $0
      sub(/^(template <.*> )?(class|struct|union|enum class|enum) /, "", name)
      sub(/[^A-Za-z0-9_].*/, "", name)
      for (i = depth; i > 0; --i) name = spaces[i - 1] "::" name
      if (name !~ /anonymous/) print name, FILENAME
    }' "$@"
}

# twice FILE...: names that several of the files define, with these files.
twice() {
  definitions "$@" | sort -u | awk '
    $1 == name { files = files " " $2; ++count; next }
    { if (count > 1) print name ":" files; name = $1; files = " " $2; count = 1 }
    END { if (count > 1) print name ":" files }'
}

# The check itself sees what it is for.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf 'namespace a {\nstruct Twice {\n};\nclass Once : public Twice {\n};\nnamespace {\nstruct Hidden {\n};\n}  // namespace\n}  // namespace a\n' > "$scratch/a.h"
printf 'namespace a {\ntemplate <class T>\nstruct Twice {\n};\n}  // namespace a\nnamespace b {\nstruct Once {\n};\nnamespace {\nstruct Hidden {\n};\n}  // namespace\n}  // namespace b\n' > "$scratch/b.h"
seen=$(twice "$scratch/a.h" "$scratch/b.h")
if [ "$seen" != "a::Twice: $scratch/a.h $scratch/b.h" ]; then
  echo "one_definition_test.sh: does not see a name that two files define: '$seen'"
  exit 1
fi

mapfile -t sources < <(find models sim traces tests tools -name '*.h' -o -name '*.cpp' | sort)
found=$(twice "${sources[@]}")
if [ -n "$found" ]; then
  echo 'Several files define one name:'
  echo "$found"
  exit 1
fi
echo "${#sources[@]} files define no name twice"
