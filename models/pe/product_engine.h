// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "models/common/fault.h"
#include "models/common/machine_config.h"
#include "models/pe/activation_vectors.h"
#include "models/pe/issue_engine.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Plain engine: forms every product and simulates every cycle as models/README.md section 3 says. Runs every
/// configuration.
class ProductEngine : public IssueEngine {
 public:
  ProductEngine(const MachineConfig& config, const LayerProgram& program, const Fault& fault,
                std::uint32_t pe, const PeBoxes& boxes, IssuePort& port);

  void begin_pass(const Pass& pass) override;
  std::optional<Cycle> run_step(std::size_t number, Cycle go) override;
  void end_pass() override {}

 private:
  struct Arrival {
    Cycle input, weights;  ///< first cycles in which the two operand vectors can be used
  };
  struct Wait {
    CycleOwner owner;  ///< owner of the cycle under way
    Cycle until;       ///< and of all cycles before this one, if the network is empty
  };
  Cycle issue(const OperandVector& weights, const OperandVector& activations, const Arrival& arrival);
  std::optional<Wait> wait_before_issue(const Arrival& arrival) const;
  Cycle drain();
  void inject_faults();

  const MachineConfig& config_;
  const LayerProgram& program_;
  const std::uint32_t pe_;
  const PeBoxes boxes_;
  IssuePort& port_;
  FaultTrigger drop_product_, wrong_address_;

  ActivationVectors activations_;
  std::size_t step_words_ = 0;  ///< accumulator addresses of the step
  Cycle cycle_ = 0;             ///< the cycle under way
  Cycle not_before_ = 0;        ///< earliest cycle of the next issue, by issue rate and block switch
  ProductBundle products_;
};

}  // namespace scnnsim
