// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The one list of what is known of a layer: the members of LayerResult, the columns of layers.csv, of the
/// tables and of a sweep's store, and the keys of a layer in results.json, in their order. Columns up to
/// `verified` keep their place, since readers of layers.csv count on it; new ones go to the end.
///
///   FIELD(type, name, initial value, total, unit, title, style, counters, meaning)   a member
///   OWNED(owner, counters, meaning)   cycles_<owner>: PE-cycles that a CycleOwner has; adds up
///   DERIVED(type, name, function, unit, title, style, formula, meaning)   follows from members, through a
///   method
///
/// * A type of std::optional may be unknown, and is in results of versions that did not have the column.
/// * total: how the total of several layers gets it, see ColumnTotal.
/// * unit: empty for texts, ratios and numbers of things.
/// * title, style: of a column in tables for people, see CellStyle.
/// * formula: in names of columns. That of a FIELD or OWNED is its counters.
/// * counters: from(scnn("block", "counter"), dense("block", "counter"), ...): the column is the sum of these
///   counters over all blocks of their kind, on machines like SCNN and on dense ones. minus() subtracts;
///   if_any() is for blocks that small machines lack. from() when no block counts it: whoever simulates the
///   layer sets it.
///
/// * A column of std::optional that is std::nullopt to begin with stands in files only where some layer has a
/// value, if it adds up or is a text: results without a banked memory keep their columns.
///
/// A counter that a block adds needs one line here, or one in counters_of_blocks_alone().
#define SCNNSIM_COLUMN_LIST(FIELD, OWNED, DERIVED)                                                           \
  FIELD(std::string, network, {}, same, "", "network", text, from(), "network that the layer belongs to")    \
  FIELD(std::string, layer, {}, none, "", "layer", text, from(), "name of the layer")                        \
  FIELD(std::string, architecture, "scnn", same, "", "architecture", text, from(), "simulated machine")      \
  FIELD(std::uint64_t, cycles, 0, sum, "cycles", "cycles", integer, from(), "duration of the layer")         \
  FIELD(std::uint64_t, dense_macs, 0, sum, "", "dense MACs", count, from(),                                  \
        "multiply-accumulates of the dense convolution")                                                     \
  FIELD(std::uint64_t, multiplies, 0, sum, "", "products", count,                                            \
        from(scnn("multiplier_array", "multiplies"), dense("dense_pe", "multiplies")),                       \
        "products of two values; placeholders are none")                                                     \
  FIELD(std::uint64_t, useful_multiplies, 0, sum, "", "kept", count,                                         \
        from(scnn("multiplier_array", "multiplies"), minus(scnn("multiplier_array", "dropped")),             \
             dense("dense_pe", "multiplies")),                                                               \
        "products that belong to an output of the tile, zeros of dense operands included")                   \
  FIELD(std::uint64_t, placeholders, 0, sum, "", "placeh.", count,                                           \
        from(scnn("multiplier_array", "placeholders")), "lane products with a placeholder operand")          \
  DERIVED(                                                                                                   \
      double, multiplier_utilization, multiplier_utilization, "", "mult. util.", share,                      \
      "multiplies / (cycles_issue x multipliers / pes)",                                                     \
      "how full the issued vectors are: products per multiplier of the PEs that issue, dropped products "    \
      "and zeros of dense operands included (SCNN fig. 10, left axis)")                                      \
  DERIVED(double, effective_utilization, effective_utilization, "", "overall util.", share,                  \
          "multiplies / (cycles x multipliers)",                                                             \
          "products per multiplier and cycle of the layer, dropped products and zeros of dense operands "    \
          "included: useful ones alone are in effectual_utilization")                                        \
  DERIVED(double, barrier_fraction, barrier_fraction, "", "barrier+idle", share,                             \
          "(cycles_barrier + cycles_idle) / (cycles x pes)",                                                 \
          "share of the PE-cycles at the barrier or idle (SCNN fig. 10, right axis)")                        \
  OWNED(issue, from(scnn("pe", "cycles_issue"), dense("dense_pe", "cycles_issue")),                          \
        "issuing a vector pair or switching blocks; on dense machines computing a dot product")              \
  OWNED(crossbar, from(scnn("pe", "cycles_crossbar")), "waiting for the scatter network")                    \
  OWNED(weights, from(scnn("pe", "cycles_weights"), dense("dense_pe", "cycles_weights")),                    \
        "waiting for weights")                                                                               \
  OWNED(input, from(scnn("pe", "cycles_input"), dense("dense_pe", "cycles_input")),                          \
        "waiting for activations from DRAM")                                                                 \
  OWNED(postprocess, from(scnn("pe", "cycles_postprocess"), dense("dense_pe", "cycles_postprocess")),        \
        "waiting for the post-processing unit")                                                              \
  OWNED(barrier, from(scnn("pe", "cycles_barrier"), dense("dense_pe", "cycles_barrier")),                    \
        "waiting for other PEs at the end of a step")                                                        \
  OWNED(idle, from(scnn("pe", "cycles_idle"), dense("dense_pe", "cycles_idle")),                             \
        "no tile, or all work of the layer done")                                                            \
  FIELD(std::uint64_t, temporal_tiles, 0, sum, "", "tiles", integer, from(), "temporal tiles of a group")    \
  FIELD(std::uint64_t, kc, 0, none, "channels", "Kc", integer, from(), "output channels per step")           \
  FIELD(double, weight_density, 0, none, "", "weight density", share, from(),                                \
        "share of weights that are not zero")                                                                \
  FIELD(double, input_density, 0, none, "", "input density", share, from(),                                  \
        "share of inputs that are not zero")                                                                 \
  FIELD(std::optional<double>, output_density, std::nullopt, none, "", "output density", share, from(),      \
        "share of outputs that are not zero; unknown where no outputs were computed")                        \
  FIELD(std::uint64_t, iaram_reads, 0, sum, "words", "IARAM rd", count,                                      \
        from(scnn("iaram", "reads"), dense("dense_pe", "input_reads")), "activation words read")             \
  FIELD(std::optional<std::uint64_t>, oaram_writes, 0, sum, "words", "OARAM wr", count,                      \
        from(scnn("oaram", "writes"), dense("dense_pe", "output_writes")),                                   \
        "output words written; unknown where no outputs were computed")                                      \
  FIELD(std::uint64_t, weight_fifo_writes, 0, sum, "words", "weight fifo writes", count,                     \
        from(scnn("weight_fifo", "writes"), dense("dense_pe", "weight_writes")),                             \
        "weight words written into the FIFOs or weight buffers")                                             \
  FIELD(std::uint64_t, weight_fifo_reads, 0, sum, "words", "FIFO rd", count,                                 \
        from(scnn("weight_fifo", "reads"), dense("dense_pe", "weight_reads")),                               \
        "weight words read by the multipliers")                                                              \
  FIELD(std::uint64_t, accumulator_updates, 0, sum, "words", "acc. upd.", count,                             \
        from(scnn("accumulator_banks", "updates"), dense("dense_pe", "accumulator_updates")),                \
        "read-modify-writes of an accumulator entry; on dense machines dot products")                        \
  DERIVED(std::uint64_t, output_references, output_references, "words", "output references", count,          \
          "accumulator_updates", "accumulator_updates under the name that Mao et al. use")                   \
  DERIVED(std::uint64_t, memory_references, memory_references, "words", "mem. refs", count,                  \
          "weight_fifo_reads + iaram_reads + accumulator_updates",                                           \
          "words read from weight FIFOs and input RAMs, and accumulator updates (Mao sec. 5)")               \
  FIELD(std::uint64_t, halo_words, 0, sum, "words", "halo", count,                                           \
        from(if_any(scnn("link_east", "words")), if_any(scnn("link_west", "words")),                         \
             if_any(scnn("link_south", "words")), if_any(scnn("link_north", "words"))),                      \
        "partial sums moved between neighbouring PEs, once per hop")                                         \
  FIELD(std::uint64_t, dram_weight_bytes, 0, sum, "B", "DRAM weights", bytes,                                \
        from(scnn("dram_interface", "weight_bytes"), dense("dense_memory", "weight_bytes")),                 \
        "weights read from DRAM")                                                                            \
  FIELD(std::uint64_t, dram_input_bytes, 0, sum, "B", "DRAM in", bytes,                                      \
        from(scnn("dram_interface", "input_bytes"), dense("dense_memory", "input_bytes")),                   \
        "input activations read from DRAM")                                                                  \
  FIELD(std::uint64_t, dram_output_bytes, 0, sum, "B", "DRAM out", bytes,                                    \
        from(scnn("dram_interface", "output_bytes"), dense("dense_memory", "output_bytes")),                 \
        "output activations written to DRAM")                                                                \
  DERIVED(double, energy_pj, total_energy_pj, "pJ", "energy", picojoules, "sum of COMPONENT_pj",             \
          "energy of all components by energy.table. With 16nm, which is fitted to SCNN's energy ratios, "   \
          "ratios between machines come from that fit")                                                      \
  FIELD(Verified, verified, Verified::off, sum, "", "verified", text, from(),                                \
        "whether every output equals an independent convolution")                                            \
  FIELD(std::uint64_t, ppu_entries, 0, sum, "words", "ppu entries", count, from(scnn("ppu", "entries")),     \
        "dense outputs post-processed")                                                                      \
  FIELD(std::uint64_t, accumulator_overflows, 0, sum, "", "accumulator overflows", count,                    \
        from(scnn("ppu", "overflows")), "complete sums wider than an accumulator")                           \
  FIELD(bool, input_spilled, false, none, "", "input spilled", text, from(),                                 \
        "whether the input exceeds the RAMs and crosses DRAM")                                               \
  FIELD(bool, output_spilled, false, none, "", "output spilled", text, from(),                               \
        "whether the output exceeds the RAMs and crosses DRAM")                                              \
  FIELD(std::uint64_t, pes, 0, same, "", "PEs", integer, from(), "PEs of the machine")                       \
  FIELD(std::uint64_t, multipliers, 0, same, "", "multipliers", integer, from(), "of all PEs")               \
  FIELD(std::uint64_t, gated_multiplies, 0, sum, "", "gated multiplies", count,                              \
        from(dense("dense_pe", "gated")), "multiplies not executed because an operand is zero")              \
  FIELD(std::uint64_t, stored_weight_bytes, 0, sum, "B", "stored weights", bytes, from(),                    \
        "all weights once as the machine stores them: compressed with indices where it does")                \
  FIELD(std::uint64_t, dense_weight_bytes, 0, sum, "B", "dense weights", bytes, from(),                      \
        "all weights once in an operand's width, zero or not")                                               \
  FIELD(std::optional<std::uint64_t>, effectual_multiplies, 0, sum, "", "effectual", count, from(),          \
        "products that a machine has to compute: neither operand is zero, and an output takes the product. " \
        "The same on every machine")                                                                         \
  DERIVED(std::optional<double>, effectual_utilization, effectual_utilization, "", "effectual util.", share, \
          "effectual_multiplies / (cycles x multipliers)",                                                   \
          "effectual products per multiplier and cycle of the layer")                                        \
  FIELD(std::optional<std::uint64_t>, cycle_fs, std::nullopt, same, "fs", "clock cycle", integer, from(),    \
        "duration of a cycle: 1,000,000 / clock.frequency in GHz")                                           \
  DERIVED(std::optional<double>, seconds, seconds, "s", "time", scaled, "cycles x cycle_fs / 1e15",          \
          "simulated duration of the layer")                                                                 \
  DERIVED(std::optional<double>, frames_per_second, frames_per_second, "frames/s", "frames/s", decimal,      \
          "1 / seconds",                                                                                     \
          "inputs per second, one at a time, if the machine ran nothing but this layer; of a "               \
          "total, nothing but these layers")                                                                 \
  DERIVED(std::optional<double>, average_power_w, average_power_w, "W", "power", scaled,                     \
          "energy_pj / seconds / 1e12", "average power, as far as the energies are absolute")                \
  DERIVED(std::optional<double>, energy_delay_js, energy_delay_js, "J s", "energy x delay", scaled,          \
          "energy_pj x seconds / 1e12",                                                                      \
          "energy-delay product; of a total, energy of all layers x their time")                             \
  DERIVED(std::optional<double>, dram_gb_per_s, dram_gb_per_s, "GB/s", "DRAM rate", decimal,                 \
          "(dram_weight_bytes + dram_input_bytes + dram_output_bytes) / seconds / 1e9",                      \
          "DRAM bandwidth achieved on average; dram.bandwidth is the most")                                  \
  DERIVED(std::optional<double>, effectual_gops, effectual_gops, "GOP/s", "effectual rate", decimal,         \
          "2 x effectual_multiplies / seconds / 1e9",                                                        \
          "effectual operations per second: a product and its addition are two")                             \
  FIELD(std::optional<std::uint64_t>, dram_row_hits, std::nullopt, sum, "atoms", "row hits", count,          \
        from(if_any(scnn("dram_banks", "row_hits")), if_any(dense("dram_banks", "row_hits"))),               \
        "accesses of the banked memory that find their row open")                                            \
  FIELD(std::optional<std::uint64_t>, dram_row_misses, std::nullopt, sum, "atoms", "row misses", count,      \
        from(if_any(scnn("dram_banks", "row_misses")), if_any(dense("dram_banks", "row_misses"))),           \
        "accesses of the banked memory that find their bank closed")                                         \
  FIELD(std::optional<std::uint64_t>, dram_row_conflicts, std::nullopt, sum, "atoms", "row conflicts",       \
        count,                                                                                               \
        from(if_any(scnn("dram_banks", "row_conflicts")), if_any(dense("dram_banks", "row_conflicts"))),     \
        "accesses of the banked memory that find another row open in their bank")                            \
  FIELD(std::optional<std::uint64_t>, dram_activates, std::nullopt, sum, "", "activates", count,             \
        from(if_any(scnn("dram_banks", "activates")), if_any(dense("dram_banks", "activates"))),             \
        "rows of the banked memory opened")                                                                  \
  FIELD(std::optional<std::uint64_t>, dram_precharges, std::nullopt, sum, "", "precharges", count,           \
        from(if_any(scnn("dram_banks", "precharges")), if_any(dense("dram_banks", "precharges"))),           \
        "rows of the banked memory closed")                                                                  \
  FIELD(std::optional<std::uint64_t>, dram_refreshes, std::nullopt, sum, "", "refreshes", count,             \
        from(if_any(scnn("dram_banks", "refreshes")), if_any(dense("dram_banks", "refreshes"))),             \
        "refreshes of a rank or bank of the banked memory")                                                  \
  FIELD(std::optional<std::uint64_t>, dram_turnarounds, std::nullopt, sum, "", "turnarounds", count,         \
        from(if_any(scnn("dram_banks", "turnarounds")), if_any(dense("dram_banks", "turnarounds"))),         \
        "changes between reads and writes on a data bus of the banked memory")                               \
  FIELD(std::optional<std::uint64_t>, dram_moved_bytes, std::nullopt, sum, "B", "DRAM moved", bytes,         \
        from(if_any(scnn("dram_banks", "moved_bytes")), if_any(dense("dram_banks", "moved_bytes"))),         \
        "bytes of the atoms that the banked memory moved; those asked for are dram_weight_bytes + "          \
        "dram_input_bytes + dram_output_bytes")                                                              \
  FIELD(std::optional<std::uint64_t>, dram_busy_cycles, std::nullopt, sum, "memory cycles", "bus busy",      \
        count, from(if_any(scnn("dram_banks", "busy_cycles")), if_any(dense("dram_banks", "busy_cycles"))),  \
        "cycles of data on the buses of the banked memory, over all channels")                               \
  FIELD(                                                                                                     \
      std::optional<std::uint64_t>, dram_stalled_cycles, std::nullopt, sum, "memory cycles", "bus stalled",  \
      count,                                                                                                 \
      from(if_any(scnn("dram_banks", "stalled_cycles")), if_any(dense("dram_banks", "stalled_cycles"))),     \
      "cycles without data on a bus of the banked memory although an access has arrived, over all channels") \
  FIELD(std::optional<std::string>, tile, std::nullopt, none, "", "tile", text, from(),                      \
        "rows x columns of outputs in a temporal tile; with activation_ram.overflow = retile")               \
  FIELD(std::optional<std::string>, tiled_for, std::nullopt, none, "", "tiled for", text, from(),            \
        "what larger tiles would exceed: none (the plane is not cut), accumulators, iaram or oaram; with "   \
        "activation_ram.overflow = retile")                                                                  \
  FIELD(std::optional<Picojoules>, energy_45nm_pj, std::nullopt, sum, "pJ", "energy 45nm", picojoules,       \
        from(), "energy by the table 45nm: public values, nothing fitted")                                   \
  FIELD(std::optional<Picojoules>, energy_16nm_pj, std::nullopt, sum, "pJ", "energy 16nm (fitted)",          \
        picojoules, from(), "energy by the table 16nm, which is fitted to SCNN's energy ratios")             \
  FIELD(std::optional<std::uint64_t>, dram_written_bytes, std::nullopt, sum, "B", "DRAM written", bytes,     \
        from(if_any(scnn("dram_banks", "written_bytes")), if_any(dense("dram_banks", "written_bytes"))),     \
        "bytes of the atoms that the banked memory wrote, a part of dram_moved_bytes")                       \
  FIELD(std::optional<std::string>, energy_table, std::nullopt, same, "", "energy table", text, from(),      \
        "the table that energy_pj is by, and what its values were fitted to; in files of a sweep and in "    \
        "tables: results.json names it once, as energy_table")
