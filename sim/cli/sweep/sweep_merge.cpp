// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/standard_streams.h"
#include "sim/cli/sweep/sweep_report.h"
#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/store/sweep_folder.h"
#include "traces/support/files.h"
#include "traces/support/messages.h"

namespace scnnsim {

int sweep_merge(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim sweep merge",
                      "Puts the stores of shards together. Points that a shard has yet to run are left open: "
                      "merge again when it has,\ninto the same folder, or go on there with scnnsim sweep.",
                      "  scnnsim sweep merge part1 part2 --out all\n");
  command.positionals("STORE", "folders of sweeps, or their stores");
  command.value("out", "DIR", "folder of the whole sweep, made if it is missing");
  if (!command.parse(arguments)) return 0;
  const std::filesystem::path out = command.at<std::string>("out");
  std::vector<std::filesystem::path> stores;
  for (const std::string& place : command.all("STORE")) stores.push_back(store_file(place));
  check_mergeable(stores, out);
  open_sweep_folder(out);
  clean_folder(out, sweep_output_names);
  StoreWriter writer(out);
  for (const std::filesystem::path& store : stores) writer.merge(store);
  const SweepStore merged = SweepStore::open_read(out);
  write_file(out / sweep_copy_name, merged.sweep_text());
  export_sweep(merged, out);
  return report_sweep(out, true);
}

int sweep_export(const std::vector<std::string>& arguments) {
  CommandLine command(
      "scnnsim sweep export",
      "Writes points.csv, layers.csv and sweep.json from a sweep's store, also while it runs.",
      "  scnnsim sweep export fifo\n");
  command.positional("DIR", "folder of a sweep");
  if (!command.parse(arguments)) return 0;
  const std::filesystem::path folder = command.at<std::string>("DIR");
  clean_folder(folder, sweep_output_names);
  export_sweep(SweepStore::open_read(folder), folder);
  return report_sweep(folder, false);
}

int sweep_check(const std::vector<std::string>& arguments) {
  CommandLine command(
      "scnnsim sweep check",
      "Reads a sweep's store as a whole and compares every row with its checksum. Exit status: 0 it "
      "is what was\nwritten; 2 it is damaged, or no store.",
      "  scnnsim sweep check fifo\n");
  command.positional("DIR", "folder of a sweep, or its store");
  if (!command.parse(arguments)) return 0;
  const std::filesystem::path place = command.at<std::string>("DIR");
  const SweepStore store = SweepStore::open_read(place);
  const bool is_summed = store.check();
  if (!is_summed)
    print_message(
        fmt::format("warning: {}: an older program wrote this store, without checksums: its structure "
                    "is sound, figures cannot be checked; scnnsim sweep adds checksums when it goes on",
                    place.string()));
  print_line(fmt::format("{}: {}, {}", place.string(), counted(store.points().size(), "point"),
                         is_summed ? "all as written" : "no checksums"));
  return 0;
}

}  // namespace scnnsim
