// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The one list of what is known of a layer: the members of LayerResult, the columns of layers.csv, of the
/// tables and of a sweep's store, and the keys of a layer in results.json, in their order. Columns up to
/// `verified` keep their place, since readers of layers.csv count on it; new ones go to the end.
///
///   FIELD(type, name, initial value, total, unit, title, style, counters, meaning)   a member
///   OWNED(owner, counters, meaning)   cycles_<owner>: PE-cycles that a CycleOwner has; adds up
///   DERIVED(type, name, function, unit, title, style, meaning)   follows from members, through a method
///
/// * total: how the total of several layers gets it, see ColumnTotal.
/// * unit: empty for texts, ratios and numbers of things.
/// * title, style: of a column in tables for people, see CellStyle.
/// * counters: from(scnn("block", "counter"), dense("block", "counter"), ...): the column is the sum of these
///   counters over all blocks of their kind, on machines like SCNN and on dense ones. minus() subtracts;
///   if_any() is for blocks that small machines lack. from() when no block counts it: whoever simulates the
///   layer sets it.
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
  FIELD(std::uint64_t, useful_multiplies, 0, sum, "", "useful", count,                                       \
        from(scnn("multiplier_array", "multiplies"), minus(scnn("multiplier_array", "dropped")),             \
             dense("dense_pe", "multiplies")),                                                               \
        "multiplies that belong to an output of the tile")                                                   \
  FIELD(std::uint64_t, placeholders, 0, sum, "", "placeh.", count,                                           \
        from(scnn("multiplier_array", "placeholders")), "lane products with a placeholder operand")          \
  DERIVED(double, multiplier_utilization, multiplier_utilization, "", "mult. util.", share,                  \
          "multiplies / (issue cycles x F x I): SCNN fig. 10, left axis")                                    \
  DERIVED(double, effective_utilization, effective_utilization, "", "eff. util.", share,                     \
          "multiplies / (cycles x all multipliers)")                                                         \
  DERIVED(double, barrier_fraction, barrier_fraction, "", "barrier+idle", share,                             \
          "(barrier + idle) / (cycles x PEs): SCNN fig. 10, right axis")                                     \
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
  FIELD(double, weight_density, 0, none, "", "weights", share, from(), "share of weights that are not zero") \
  FIELD(double, input_density, 0, none, "", "input", share, from(), "share of inputs that are not zero")     \
  FIELD(std::optional<double>, output_density, std::nullopt, none, "", "output", share, from(),              \
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
          "accumulator_updates under the name that Mao et al. use")                                          \
  DERIVED(std::uint64_t, memory_references, memory_references, "words", "mem. refs", count,                  \
          "weight_fifo_reads + iaram_reads + accumulator_updates")                                           \
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
  DERIVED(double, energy_pj, total_energy_pj, "pJ", "energy", picojoules, "energy of all components")        \
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
        "all weights once in an operand's width, zero or not")
