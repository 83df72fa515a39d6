// SPDX-License-Identifier: Apache-2.0
#include "sim/report/report.h"
#include "sim/results/results_files.h"
#include "sim/tables/layer_tables.h"
#include "tests/fuzz/fuzz_targets.h"
#include "traces/support/error.h"

namespace scnnsim::fuzz {
namespace {

void show(const LabelledLayers& results) {
  for (std::size_t kind = 0; kind < EnumNames<TableKind>::names.size(); ++kind) {
    try {
      const Table table = make_layer_table(static_cast<TableKind>(kind), {results});
      for (std::size_t format = 0; format < EnumNames<TableFormat>::names.size(); ++format)
        promise(!render(table, static_cast<TableFormat>(format)).empty(), "a table is empty");
    } catch (const UserError&) {  // a kind may need what these results do not have
    }
  }
}

/// Reads counters and configuration, too.
void report(const std::filesystem::path& file) {
  try {
    const std::string page = report_page(read_report({file.string()}));
    promise(page.size() > 8 && page.compare(page.size() - 8, 8, "</html>\n") == 0, "a report has no end");
  } catch (const UserError&) {  // what tables do not need may be missing or wrong
  }
}

}  // namespace

bool results(std::string_view bytes) {
  try {
    const std::filesystem::path file = scratch_file("results.json", bytes);
    show(read_results(file));
    report(file);
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scnnsim::fuzz
