// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "models/common/parameters.h"
#include "traces/support/number_or.h"

namespace scnnsim {

/// Tiling of a plane over the PE grid. `ceil`: pieces of ceil(rows / PEs) rows; the last PEs may own fewer.
/// `balanced`: sizes differ by at most one row. Columns alike.
enum class PeTiling { ceil, balanced };
template <>
struct EnumNames<PeTiling> {
  static constexpr std::array<std::string_view, 2> names{"ceil", "balanced"};
};

/// Hash from an accumulator address to its bank (models/README.md section 3).
enum class BankHash { linear, xor_ };
template <>
struct EnumNames<BankHash> {
  static constexpr std::array<std::string_view, 2> names{"linear", "xor"};
};

/// Merging of products before the scatter network (models/README.md sections 2 and 3).
enum class MergeMode { none, issue, grain };
template <>
struct EnumNames<MergeMode> {
  static constexpr std::array<std::string_view, 3> names{"none", "issue", "grain"};
};

/// Policy of the scatter network: how products wait for their accumulator banks (models/README.md section 3).
enum class ScatterPolicy { output_queued, input_queued, ideal, serialized };
template <>
struct EnumNames<ScatterPolicy> {
  static constexpr std::array<std::string_view, 4> names{"output_queued", "input_queued", "ideal",
                                                         "serialized"};
};

/// Treatment of a layer whose activations exceed the activation RAMs (models/README.md sections 1 and 5).
enum class RamOverflow { spill, retile };
template <>
struct EnumNames<RamOverflow> {
  static constexpr std::array<std::string_view, 2> names{"spill", "retile"};
};

/// Indices of stored weights: one per value, or one per grain (the index saving of Mao et al.).
enum class IndexPer { value, grain };
template <>
struct EnumNames<IndexPer> {
  static constexpr std::array<std::string_view, 2> names{"value", "grain"};
};

/// Choice of Kc for each layer, in place of a number (models/README.md section 1, rule 3).
enum class KcRule { automatic, best };
template <>
struct EnumNames<KcRule> {
  static constexpr std::array<std::string_view, 2> names{"auto", "best"};
};
using KcChoice = NumberOr<std::uint32_t, KcRule>;

/// Model of the memory (models/README.md section 5). `pipe`: a bandwidth and a latency. `banked`: channels,
/// banks, open rows and the timings of a device.
enum class DramModel { pipe, banked };
template <>
struct EnumNames<DramModel> {
  static constexpr std::array<std::string_view, 2> names{"pipe", "banked"};
};

/// Whether a row stays open after an access, or is closed at once.
enum class PagePolicy { open, closed };
template <>
struct EnumNames<PagePolicy> {
  static constexpr std::array<std::string_view, 2> names{"open", "closed"};
};

/// The value that `dram.preset` gives, in place of a number.
enum class FromPreset { preset };
template <>
struct EnumNames<FromPreset> {
  static constexpr std::array<std::string_view, 1> names{"preset"};
};
using DeviceNumber = NumberOr<std::uint32_t, FromPreset>;
using DeviceTime = NumberOr<double, FromPreset>;
using DeviceEnergy = NumberOr<double, FromPreset>;

// One declaration per key: type, name, default, unit, {lowest, highest}, meaning.

#define SCNNSIM_PE_ARRAY(P)                                                                \
  P(std::uint32_t, rows, 8, "PEs", ({1, 64}), "rows of the PE array (SCNN table 3)")       \
  P(std::uint32_t, columns, 8, "PEs", ({1, 64}), "columns of the PE array (SCNN table 3)") \
  P(PeTiling, tiling, PeTiling::ceil, "", ({}), "how a plane is cut over the grid (SCNN sec. 3)")
SCNNSIM_PARAMETER_GROUP(PeArrayParameters, pe_array, SCNNSIM_PE_ARRAY)

#define SCNNSIM_PE(P)                                             \
  P(std::uint32_t, block_switch_cycles, 0, "cycles", ({0, 1000}), \
    "cost of switching to the next non-empty block (assumed)")
SCNNSIM_PARAMETER_GROUP(PeParameters, pe, SCNNSIM_PE)

#define SCNNSIM_MULTIPLIER_ARRAY(P)                                                            \
  P(std::uint32_t, f, 4, "weights", ({1, 16}), "weights per vector, F (SCNN table 3)")         \
  P(std::uint32_t, i, 4, "activations", ({1, 16}), "activations per vector, I (SCNN table 3)") \
  P(std::uint32_t, operand_bits, 16, "bits", ({2, 16}), "width of weights and activations (SCNN table 3)")
SCNNSIM_PARAMETER_GROUP(MultiplierArrayParameters, multiplier_array, SCNNSIM_MULTIPLIER_ARRAY)

#define SCNNSIM_ACCUMULATOR(P)                                                                              \
  P(std::uint32_t, banks, 32, "banks", ({1, 1024}), "accumulator banks per PE, A (SCNN table 3)")           \
  P(std::uint32_t, entries, 32, "words", ({1, 65536}), "entries per bank and copy (SCNN table 3)")          \
  P(std::uint32_t, bits, 24, "bits", ({8, 48}), "accumulator width; wider sums are counted (SCNN table 3)") \
  P(BankHash, bank_hash, BankHash::linear, "", ({}), "bank of an output position (assumed)")                \
  P(MergeMode, merge, MergeMode::none, "", ({}), "products added before the scatter network (Mao sec. 5)")
SCNNSIM_PARAMETER_GROUP(AccumulatorParameters, accumulator, SCNNSIM_ACCUMULATOR)

#define SCNNSIM_SCATTER(P)                                                                                   \
  P(ScatterPolicy, policy, ScatterPolicy::output_queued, "", ({}), "how products reach the banks (assumed)") \
  P(std::uint32_t, output_queue_depth, 8, "products", ({1, 255}),                                            \
    "queue before each bank, output_queued (assumed)")                                                       \
  P(std::uint32_t, input_queue_depth, 4, "products", ({1, 255}),                                             \
    "queue behind each lane, input_queued (assumed)")
SCNNSIM_PARAMETER_GROUP(ScatterParameters, scatter, SCNNSIM_SCATTER)

#define SCNNSIM_ACTIVATION_RAM(P)                              \
  P(std::uint32_t, iaram_bytes, 10240, "B", ({1, 1073741824}), \
    "input RAM per PE, indices included (SCNN table 3)")       \
  P(std::uint32_t, oaram_bytes, 10240, "B", ({1, 1073741824}), \
    "output RAM per PE, indices included (SCNN table 3)")      \
  P(RamOverflow, overflow, RamOverflow::spill, "", ({}),       \
    "what a layer does that exceeds a RAM (SCNN sec. 4.4)")
SCNNSIM_PARAMETER_GROUP(ActivationRamParameters, activation_ram, SCNNSIM_ACTIVATION_RAM)

#define SCNNSIM_ACTIVATION_LOADER(P)                            \
  P(std::uint32_t, buffer_bytes, 8192, "B", ({64, 1073741824}), \
    "input bytes requested ahead from DRAM (assumed)")
SCNNSIM_PARAMETER_GROUP(ActivationLoaderParameters, activation_loader, SCNNSIM_ACTIVATION_LOADER)

#define SCNNSIM_WEIGHT_FIFO(P) \
  P(std::uint32_t, entries, 50, "vectors", ({1, 65536}), "weight vectors per PE (SCNN table 3)")
SCNNSIM_PARAMETER_GROUP(WeightFifoParameters, weight_fifo, SCNNSIM_WEIGHT_FIFO)

#define SCNNSIM_WEIGHT_BROADCAST(P)                                    \
  P(std::uint32_t, entries_per_cycle, 5, "vectors/cycle", ({1, 1024}), \
    "weight vectors broadcast per cycle (assumed)")                    \
  P(std::uint32_t, buffer_bytes, 8192, "B", ({64, 1073741824}),        \
    "weight bytes requested ahead from DRAM (assumed)")
SCNNSIM_PARAMETER_GROUP(WeightBroadcastParameters, weight_broadcast, SCNNSIM_WEIGHT_BROADCAST)

#define SCNNSIM_WEIGHTS(P)                          \
  P(IndexPer, index_per, IndexPer::value, "", ({}), \
    "indices of stored weights: per value or per grain (Mao sec. 4)")
SCNNSIM_PARAMETER_GROUP(WeightsParameters, weights, SCNNSIM_WEIGHTS)

#define SCNNSIM_COMPRESSION(P) \
  P(std::uint32_t, index_bits, 4, "bits", ({1, 8}), "run-length index per stored value (SCNN sec. 4.2)")
SCNNSIM_PARAMETER_GROUP(CompressionParameters, compression, SCNNSIM_COMPRESSION)

/// Kc that SCNN sec. 6.2 names, for GoogLeNet's last modules. Assumption: it holds for every layer.
inline constexpr std::uint32_t usual_kc = 8;

#define SCNNSIM_MAPPING(P) \
  P(KcChoice, kc, usual_kc, "channels", ({1, 1024}), "largest output-channel group, Kc (SCNN sec. 6.2)")
SCNNSIM_PARAMETER_GROUP(MappingParameters, mapping, SCNNSIM_MAPPING)

#define SCNNSIM_DCNN(P)                                    \
  P(std::uint64_t, sram_bytes, 2097152, "B", ({64, 1e12}), \
    "activation SRAM of the dense machines, half of it for inputs, over all PEs (SCNN table 5)")
SCNNSIM_PARAMETER_GROUP(DcnnParameters, dcnn, SCNNSIM_DCNN)

#define SCNNSIM_PPU(P)                                                  \
  P(std::uint32_t, entries_per_cycle, 4, "words/cycle", ({1, 1024}),    \
    "outputs post-processed per cycle (assumed)")                       \
  P(std::uint32_t, halo_words_per_cycle, 4, "words/cycle", ({1, 1024}), \
    "partial sums per cycle and link (assumed)")
SCNNSIM_PARAMETER_GROUP(PpuParameters, ppu, SCNNSIM_PPU)

#define SCNNSIM_DRAM(P)                                                                                     \
  P(double, bandwidth, 50, "GB/s", ({0.001, 100000}), "DRAM bandwidth (SCNN sec. 4.4)")                     \
  P(std::uint32_t, latency, 100, "cycles", ({1, 1000000}), "DRAM latency without contention (assumed)")     \
  P(std::uint32_t, burst_bytes, 256, "B", ({1, 65536}), "largest read request (assumed)")                   \
  P(DramModel, model, DramModel::pipe, "", ({}), "a bandwidth and a latency, or banks and rows")            \
  P(std::string, preset, "ddr4-3200", "", ({}),                                                             \
    "banked: the device: a name in configs/dram or a .yaml file, relative to the configuration file")       \
  P(std::string, mapping, "RoRaBaCoBgCh", "", ({}),                                                         \
    "banked: fields of an address, highest first: row, rank, bank, column, bank group, channel; with _xor " \
    "the bank is xored with the row")                                                                       \
  P(PagePolicy, page, PagePolicy::open, "", ({}), "banked: whether rows stay open after an access")         \
  P(std::uint32_t, lookahead, 32, "atoms", ({1, 4096}),                                                     \
    "banked: accesses of a channel whose commands may overlap (assumed)")
SCNNSIM_PARAMETER_GROUP(DramParameters, dram, SCNNSIM_DRAM)

#define SCNNSIM_DRAM_DEVICE(P)                                                                              \
  P(DeviceNumber, channels, FromPreset::preset, "channels", ({1, 256}),                                     \
    "independent channels; HBM: pseudo channels")                                                           \
  P(DeviceNumber, ranks, FromPreset::preset, "ranks", ({1, 16}), "ranks of a channel")                      \
  P(DeviceNumber, bank_groups, FromPreset::preset, "groups", ({1, 16}), "bank groups of a rank")            \
  P(DeviceNumber, banks, FromPreset::preset, "banks", ({1, 64}), "banks of a bank group")                   \
  P(DeviceNumber, rows, FromPreset::preset, "rows", ({1, 16777216}), "rows of a bank")                      \
  P(DeviceNumber, row_bytes, FromPreset::preset, "B", ({8, 1048576}),                                       \
    "bytes of a row, over all devices of a rank")                                                           \
  P(DeviceNumber, bus_bits, FromPreset::preset, "bits", ({8, 1024}), "width of a channel's data bus")       \
  P(DeviceNumber, burst_length, FromPreset::preset, "transfers", ({2, 64}),                                 \
    "transfers of a burst, two per cycle: an atom of bus_bits x burst_length")                              \
  P(DeviceNumber, t_ck, FromPreset::preset, "ps", ({100, 100000}), "clock cycle of the memory")             \
  P(DeviceNumber, guard, FromPreset::preset, "1/1000", ({0, 999}),                                          \
    "part of a cycle by which a timing in ns may exceed whole cycles; DDR4: 26")                            \
  P(DeviceNumber, cl, FromPreset::preset, "cycles", ({1, 1000}), "read to its first data")                  \
  P(DeviceNumber, cwl, FromPreset::preset, "cycles", ({1, 1000}), "write to its first data")                \
  P(DeviceNumber, t_ccd_s, FromPreset::preset, "cycles", ({1, 1000}),                                       \
    "read to read, write to write, other bank group")                                                       \
  P(DeviceNumber, t_ccd_l, FromPreset::preset, "cycles", ({1, 1000}),                                       \
    "read to read, write to write, same bank group")                                                        \
  P(DeviceNumber, t_rtrs, FromPreset::preset, "cycles", ({0, 1000}), "gap between the data of two ranks")   \
  P(DeviceNumber, t_rtw, FromPreset::preset, "cycles", ({0, 1000}),                                         \
    "gap between read data and the write data that follow")                                                 \
  P(DeviceTime, t_rcd, FromPreset::preset, "ns", ({0, 100000}), "activate to read or write")                \
  P(DeviceTime, t_rp, FromPreset::preset, "ns", ({0, 100000}), "precharge to activate")                     \
  P(DeviceTime, t_ras, FromPreset::preset, "ns", ({0, 100000}), "activate to precharge")                    \
  P(DeviceTime, t_rc, FromPreset::preset, "ns", ({0, 100000}), "activate to activate of the same bank")     \
  P(DeviceTime, t_rtp, FromPreset::preset, "ns", ({0, 100000}), "read to precharge")                        \
  P(DeviceTime, t_wr, FromPreset::preset, "ns", ({0, 100000}), "last write data to precharge")              \
  P(DeviceTime, t_rrd_s, FromPreset::preset, "ns", ({0, 100000}), "activate to activate, other bank group") \
  P(DeviceTime, t_rrd_l, FromPreset::preset, "ns", ({0, 100000}), "activate to activate, same bank group")  \
  P(DeviceTime, t_faw, FromPreset::preset, "ns", ({0, 100000}),                                             \
    "window of at most four activates of a rank")                                                           \
  P(DeviceTime, t_wtr_s, FromPreset::preset, "ns", ({0, 100000}),                                           \
    "last write data to read, other bank group")                                                            \
  P(DeviceTime, t_wtr_l, FromPreset::preset, "ns", ({0, 100000}),                                           \
    "last write data to read, same bank group")                                                             \
  P(DeviceTime, t_refi, FromPreset::preset, "ns", ({1, 1e9}), "time in which every bank is refreshed once") \
  P(DeviceTime, t_rfc, FromPreset::preset, "ns", ({0, 1e9}), "refresh to activate of what is refreshed")    \
  P(DeviceNumber, refresh_per_bank, FromPreset::preset, "", ({0, 1}),                                       \
    "1: a refresh takes one bank; 0: all of a rank")
SCNNSIM_PARAMETER_GROUP(DramDeviceParameters, dram_device, SCNNSIM_DRAM_DEVICE)

#define SCNNSIM_DRAM_ENERGY(P)                                                                          \
  P(DeviceEnergy, activate, FromPreset::preset, "pJ", ({0, 1e9}),                                       \
    "a row opened and closed, in all devices of a rank; 0, with read and write: not known, as in HBM2") \
  P(DeviceEnergy, read, FromPreset::preset, "pJ/bit", ({0, 1e6}), "a bit read")                         \
  P(DeviceEnergy, write, FromPreset::preset, "pJ/bit", ({0, 1e6}), "a bit written")                     \
  P(DeviceEnergy, refresh, FromPreset::preset, "pJ", ({0, 1e12}),                                       \
    "a refresh command, in all devices of a rank")                                                      \
  P(DeviceEnergy, background, FromPreset::preset, "mW", ({0, 1e9}), "standby of all devices of a rank")
SCNNSIM_PARAMETER_GROUP(DramEnergyParameters, dram_energy, SCNNSIM_DRAM_ENERGY)

#define SCNNSIM_CLOCK(P) \
  P(double, frequency, 1, "GHz", ({0.001, 100}), "clock of the PE array (SCNN sec. 4.5)")
SCNNSIM_PARAMETER_GROUP(ClockParameters, clock, SCNNSIM_CLOCK)

#define SCNNSIM_ENERGY(P)                 \
  P(std::string, table, "16nm", "", ({}), \
    "energy table: a name in configs/energy or a .yaml file, relative to the configuration file")
SCNNSIM_PARAMETER_GROUP(EnergyParameters, energy, SCNNSIM_ENERGY)

#define SCNNSIM_SIMULATION(P)                                            \
  P(std::uint64_t, watchdog_cycles, 100000000, "cycles", ({1000, 1e15}), \
    "longest wait of a block before the run is given up as stuck")
SCNNSIM_PARAMETER_GROUP(SimulationParameters, simulation, SCNNSIM_SIMULATION)

/// Complete configuration of the machine: a value for every key. Call check() after changing values.
struct MachineConfig {
  PeArrayParameters pe_array;
  PeParameters pe;
  MultiplierArrayParameters multiplier_array;
  AccumulatorParameters accumulator;
  ScatterParameters scatter;
  ActivationRamParameters activation_ram;
  ActivationLoaderParameters activation_loader;
  WeightFifoParameters weight_fifo;
  WeightBroadcastParameters weight_broadcast;
  WeightsParameters weights;
  CompressionParameters compression;
  MappingParameters mapping;
  PpuParameters ppu;
  DramParameters dram;
  DramDeviceParameters dram_device;
  DramEnergyParameters dram_energy;
  ClockParameters clock;
  DcnnParameters dcnn;
  EnergyParameters energy;
  SimulationParameters simulation;

  std::uint32_t pe_count() const { return pe_array.rows * pe_array.columns; }
  std::uint32_t lanes() const { return multiplier_array.f * multiplier_array.i; }
  std::uint32_t word_bits() const { return multiplier_array.operand_bits + compression.index_bits; }
  /// Input SRAM of a PE of the dense machines in bytes. The output SRAM has the same size.
  std::uint64_t dense_ram_bytes() const { return dcnn.sram_bytes / 2 / pe_count(); }

  /// Checks keys against each other. Throws UserError naming key, value and what was expected. Reads the file
  /// of `dram.preset` under `dram.model: banked`.
  void check() const;

  /// Calls visit(ParameterInfo, value&) for every key, group by group.
  template <class Self, class Visit>
  static void for_each(Self& self, Visit&& visit) {
    auto walk = [&](auto&... group) { (std::decay_t<decltype(group)>::for_each(group, visit), ...); };
    walk(self.pe_array, self.pe, self.multiplier_array, self.accumulator, self.scatter, self.activation_ram,
         self.activation_loader, self.weight_fifo, self.weight_broadcast, self.weights, self.compression,
         self.mapping, self.ppu, self.dram, self.dram_device, self.dram_energy, self.clock, self.dcnn,
         self.energy, self.simulation);
  }
};

/// Reads a YAML file of `group: {name: value}` over the defaults. Unknown keys, values of the wrong type and
/// values out of range throw UserError naming file, line, key, value and what was expected. Does not call
/// check(). Relative paths of an energy table and of a DRAM preset are relative to the file; they are
/// returned relative to the working directory.
MachineConfig load_config(const std::filesystem::path& file);

/// Loads a configuration by its name in configs/hardware ("scnn") or from a file. Throws like load_config().
MachineConfig load_named_config(const std::string& name_or_file);

/// Sets one key from "group.name=value". `where` prefixes messages, for example "--set". Throws UserError for
/// an unknown key or a value that is not allowed.
void set_parameter(MachineConfig& config, const std::string& assignment, const std::string& where);

/// The configuration as YAML that load_config() reads back to the same values. `with_comments` adds unit and
/// meaning of each key.
std::string to_yaml(const MachineConfig& config, bool with_comments);

/// One key as text, values as to_yaml() writes them.
struct ParameterRow {
  std::string key, value, unit, default_value, allowed, meaning;
};
/// All keys, in order of declaration.
std::vector<ParameterRow> describe(const MachineConfig& config);

}  // namespace scnnsim
