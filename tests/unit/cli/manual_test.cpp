// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/cli/manual/manual.h"

namespace scnnsim {
namespace {

CatalogEntry example_entry() {
  CommandDescription description{"scnnsim do it",
                                 "Does 'it'.\n.so it goes:\n\n  a\\b  c\n\nMore.",
                                 "  scnnsim do it\n",
                                 ArgumentDescription{"DIR", "DIR", "a folder", true, {}},
                                 {}};
  description.options = {{"help", "", "show this text", false, {}},
                         {"kind", "KIND", "`a`-b\n'c' ~d^", false, {"a", "b"}},
                         {"values", "on|off|N", "which", false, {}},
                         {"set", "KEY=VALUE", "it's", true, {"x=", "y="}}};
  return {{"do", "it"}, "do-it summary", {}, description};
}

TEST(ManPage, shows_every_character_as_it_is) {
  EXPECT_EQ(man_page(example_entry(), "1.2.3"), R"(.TH "SCNNSIM\-DO\-IT" 1 "" "scnnsim 1.2.3" "scnnsim"
.SH NAME
scnnsim\-do\-it \- do\-it summary
.SH SYNOPSIS
\fBscnnsim do it\fR \fIDIR\fR ... [\fIOPTIONS\fR]
.SH DESCRIPTION
Does \[u0027]it\[u0027].
\&.so it goes:
.PP
.nf
  a\eb  c
.fi
.PP
More.
.TP
\fIDIR\fR
a folder
.SH OPTIONS
.TP
\fB\-h\fR, \fB\-\-help\fR
show this text
.TP
\fB\-\-kind\fR \fIKIND\fR
\[u0060]a\[u0060]\-b
\[u0027]c\[u0027] \[u007E]d\[u005E]
.TP
\fB\-\-values\fR \fIon|off|N\fR
which
.TP
\fB\-\-set\fR \fIKEY=VALUE\fR
it\[u0027]s
.SH EXAMPLES
.nf
  scnnsim do it
.fi
.SH SEE ALSO
\fBscnnsim\-do\fR(1)
)");
}

TEST(BashCompletion, has_options_and_what_is_known_of_their_values) {
  const std::string script = bash_completion({example_entry()});
  for (const char* row : {"  ['scnnsim do it']='--help --kind --values --set'\n",
                          "  ['scnnsim do it --kind']='a b'\n", "  ['scnnsim do it --values']='on off'\n",
                          "  ['scnnsim do it --set']='x= y='\n", "  ['scnnsim do it']='@directories'\n"})
    EXPECT_NE(script.find(row), std::string::npos) << row << "is not in\n" << script;
}

TEST(CommandCatalog, describes_every_command_and_prints_nothing) {
  ::testing::internal::CaptureStdout();
  const std::vector<CatalogEntry> catalog = command_catalog();
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  std::size_t expected = 1 + subcommands().size();
  for (const Subcommand& command : subcommands())
    if (command.forms) expected += command.forms().size();
  EXPECT_EQ(catalog.size(), expected);
  for (const CatalogEntry& entry : catalog) {
    std::string name = "scnnsim";
    for (const std::string& word : entry.words) name += " " + word;
    EXPECT_EQ(entry.description.command, name);
    EXPECT_FALSE(entry.description.about.empty()) << name;
    EXPECT_FALSE(entry.description.examples.empty()) << name;
    EXPECT_EQ(entry.description.options.front().name, "help") << name;
  }
}

}  // namespace
}  // namespace scnnsim
