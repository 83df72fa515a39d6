// SPDX-License-Identifier: Apache-2.0
// The closed formulas of models/README.md, evaluated on what the polling machine did. Both were written from
// the same page; where they part, the page says two things.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "tests/random/random_layers.h"
#include "tests/reference/dram.h"
#include "tests/reference/lockstep_machine.h"
#include "tests/reference/post_processing.h"
#include "tests/reference/workload.h"

namespace scnnsim::lockstep {
namespace {

constexpr std::uint64_t formula_cases = 200;

struct CaseRun {
  RandomCase test;
  Workload workload;
  LockstepResult result;

  explicit CaseRun(std::uint64_t seed)
      : test(random_case(seed)),
        workload(prepare(test.config, test.layer, test.tensors)),
        result(simulate(test.config, test.layer, test.tensors)) {}

  std::vector<DramRequest> requests_of(std::size_t requester) const {
    std::vector<DramRequest> requests;
    for (const DramRequest& request : result.log.dram)
      if (request.requester == requester) requests.push_back(request);
    return requests;
  }
};

// Section 5: start = max((T + 1) P, free), free = start + bytes tau, ready = ceil((free + latency P) / P).
TEST(ContractFormulas, Dram) {
  for (std::uint64_t seed = 0; seed < formula_cases; ++seed) {
    const CaseRun run(seed);
    SCOPED_TRACE(run.test.text);
    const auto P = static_cast<std::uint64_t>(std::llround(1e6 / run.test.config.clock.frequency));
    const auto tau = static_cast<std::uint64_t>(std::llround(1e6 / run.test.config.dram.bandwidth));
    std::uint64_t free = 0;
    std::tuple<Cycle, std::size_t, std::size_t> before;
    for (const DramRequest& request : run.result.log.dram) {
      const auto order = std::make_tuple(request.posted, request.requester, request.sequence);
      ASSERT_TRUE(free == 0 || before < order);
      before = order;
      free = std::max((request.posted + 1) * P, free) + request.bytes * tau;
      ASSERT_EQ(request.ready, (free + run.test.config.dram.latency * P + P - 1) / P);
    }
  }
}

// Section 4: D(e), and when bursts are requested.
TEST(ContractFormulas, WeightDelivery) {
  for (std::uint64_t seed = 0; seed < formula_cases; ++seed) {
    const CaseRun run(seed);
    SCOPED_TRACE(run.test.text);
    const MachineConfig& config = run.test.config;
    const auto& D = run.result.log.deliveries;
    const auto bursts = run.requests_of(Dram::weights);
    std::vector<std::size_t> accepted(config.pe_count());
    std::vector<std::uint64_t> end_bytes;  // of each entry, over the layer
    std::size_t e = 0, burst_base = 0;
    std::uint64_t byte_base = 0;
    for (std::size_t pass = 0; pass < run.workload.inputs.size(); ++pass) {
      const auto& stream =
          run.workload.weights[static_cast<std::size_t>(run.workload.mapping.passes[pass].group)];
      for (const WeightEntry& entry : stream.entries) {
        Cycle expected = bursts.at(burst_base + (entry.end_byte - 1) / config.dram.burst_bytes).ready;
        if (e > 0) expected = std::max(expected, D.at(e - 1));
        if (e >= config.weight_broadcast.entries_per_cycle)
          expected = std::max(expected, D.at(e - config.weight_broadcast.entries_per_cycle) + 1);
        for (std::size_t pe = 0; pe < accepted.size(); ++pe) {
          if (run.workload.inputs[pass].blocks[pe][static_cast<std::size_t>(entry.channel)].empty()) continue;
          const std::size_t i = accepted[pe]++;
          if (i >= config.weight_fifo.entries)
            expected = std::max(expected, 1 + run.result.log.releases[pe].at(i - config.weight_fifo.entries));
        }
        ASSERT_EQ(D.at(e), expected) << "entry " << e;
        end_bytes.push_back(byte_base + entry.end_byte);
        ++e;
      }
      byte_base += stream.bytes;
      burst_base += (stream.bytes + config.dram.burst_bytes - 1) / config.dram.burst_bytes;
    }
    ASSERT_EQ(D.size(), e);
    ASSERT_EQ(bursts.size(), burst_base);

    std::uint64_t requested = 0;
    Cycle previous = 0;
    for (const DramRequest& burst : bursts) {
      requested += burst.bytes;
      Cycle expected = 0;
      if (requested > config.weight_broadcast.buffer_bytes) {
        const std::uint64_t needed = requested - config.weight_broadcast.buffer_bytes;
        const auto first = std::lower_bound(end_bytes.begin(), end_bytes.end(), needed);
        ASSERT_NE(first, end_bytes.end());
        expected = D[static_cast<std::size_t>(first - end_bytes.begin())] + 1;
      }
      previous = std::max(previous, expected);
      ASSERT_EQ(burst.posted, previous);
    }
  }
}

// Section 5: when the loader requests.
TEST(ContractFormulas, InputRequests) {
  for (std::uint64_t seed = 0; seed < formula_cases; ++seed) {
    const CaseRun run(seed);
    SCOPED_TRACE(run.test.text);
    const MachineConfig& config = run.test.config;
    const auto bursts = run.requests_of(Dram::inputs);
    if (!run.workload.streams_input) {
      ASSERT_TRUE(bursts.empty());
      continue;
    }
    std::size_t b = 0;
    std::uint64_t requested = 0;
    Cycle previous = 0;
    for (std::size_t pass = 0; pass < run.workload.inputs.size(); ++pass) {
      const std::size_t before = (pass - (pass > 0)) * static_cast<std::size_t>(run.workload.mapping.ocgs());
      const Cycle gate = pass == 0 ? 0 : run.result.log.steps[before].release + 1;
      for (std::uint64_t offset = 0; offset < run.workload.inputs[pass].bytes;
           offset += config.dram.burst_bytes) {
        requested += bursts.at(b).bytes;
        Cycle expected = std::max(previous, gate);
        std::uint64_t ready_bytes = 0;
        for (std::size_t i = 0; requested - ready_bytes > config.activation_loader.buffer_bytes; ++i) {
          ASSERT_LT(i, b);
          ready_bytes += bursts[i].bytes;
          expected = std::max(expected, bursts[i].ready);
        }
        ASSERT_EQ(bursts[b].posted, expected);
        previous = expected;
        ++b;
      }
    }
    ASSERT_EQ(b, bursts.size());
  }
}

// Section 6: rounds of the halo links and done(n), from the swap cycles.
TEST(ContractFormulas, HaloAndDone) {
  using Direction = HaloLink::Direction;
  for (std::uint64_t seed = 0; seed < formula_cases; ++seed) {
    const CaseRun run(seed);
    SCOPED_TRACE(run.test.text);
    const MachineConfig& config = run.test.config;
    for (int step = 0; step < run.workload.steps(); ++step) {
      const StepTimes& times = run.result.log.steps[static_cast<std::size_t>(step)];
      const HaloExchange exchange(config, run.workload, step);
      std::map<std::tuple<std::size_t, Direction, std::size_t>, Cycle> arrival;  // at PE, direction, round
      std::vector<Cycle> row_arrivals(config.pe_count()), all(config.pe_count());
      for (std::size_t pe = 0; pe < all.size(); ++pe) all[pe] = 1 + times.swap[pe];
      for (const bool rows : {true, false}) {
        std::size_t rounds = 0;
        for (const HaloLink& link : exchange.links) rounds = std::max(rounds, link.rounds.size());
        std::map<const HaloLink*, Cycle> free;
        for (std::size_t round = 0; round < rounds; ++round)
          for (const HaloLink& link : exchange.links) {
            if (link.is_row_link() != rows || round >= link.rounds.size() || link.rounds[round].empty())
              continue;
            Cycle start = 1 + std::max(times.swap[link.from], times.swap[link.to]);
            start = std::max(start, free[&link]);
            if (round > 0) start = std::max(start, arrival.at({link.from, link.direction, round - 1}));
            if (round == 0 && !rows) start = std::max(start, row_arrivals[link.from]);
            const Cycle end = start + (link.rounds[round].size() + config.ppu.halo_words_per_cycle - 1) /
                                          config.ppu.halo_words_per_cycle;
            free[&link] = arrival[{link.to, link.direction, round}] = end;
            if (rows) row_arrivals[link.to] = std::max(row_arrivals[link.to], end);
            all[link.to] = std::max(all[link.to], end);
            all[link.from] = std::max(all[link.from], end);
          }
      }
      const Pass& pass = run.workload.pass(step);
      for (std::size_t pe = 0; pe < all.size(); ++pe) {
        const auto owned = static_cast<std::uint64_t>(
            run.workload.ocg_filters(step) * pass.pe_output_rows[pe / config.pe_array.columns].size() *
            pass.pe_output_columns[pe % config.pe_array.columns].size());
        const Cycle done =
            all[pe] - 1 + (owned + config.ppu.entries_per_cycle - 1) / config.ppu.entries_per_cycle;
        ASSERT_EQ(times.done[pe], done) << "step " << step << " PE " << pe;
      }
    }
  }
}

// Cycles of the layer.
TEST(ContractFormulas, Cycles) {
  for (std::uint64_t seed = 0; seed < formula_cases; ++seed) {
    const CaseRun run(seed);
    SCOPED_TRACE(run.test.text);
    const auto& done = run.result.log.steps.back().done;
    Cycle cycles = 1 + *std::max_element(done.begin(), done.end());
    for (const DramRequest& request : run.result.log.dram)
      if (request.requester >= Dram::first_ppu) cycles = std::max(cycles, request.ready);
    ASSERT_EQ(run.result.cycles, cycles);
  }
}

}  // namespace
}  // namespace scnnsim::lockstep
