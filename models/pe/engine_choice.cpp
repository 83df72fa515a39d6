// SPDX-License-Identifier: Apache-2.0
#include "models/pe/engine_choice.h"

#include "models/pe/batched/batched_engine.h"
#include "models/pe/batched/batched_form.h"
#include "models/pe/product_engine.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

class ProductEngineFactory : public IssueEngineFactory {
 public:
  ProductEngineFactory(const MachineConfig& config, const LayerProgram& program, const Fault& fault)
      : config_(config), program_(program), fault_(fault) {}
  std::unique_ptr<IssueEngine> make(std::uint32_t pe, const PeBoxes& boxes, IssuePort& port) override {
    return std::make_unique<ProductEngine>(config_, program_, fault_, pe, boxes, port);
  }

 private:
  const MachineConfig& config_;
  const LayerProgram& program_;
  const Fault fault_;
};

}  // namespace

std::unique_ptr<IssueEngineFactory> make_engines(EngineKind kind, const MachineConfig& config,
                                                 const LayerProgram& program, bool computes_sums,
                                                 const Fault& fault) {
  if (kind != EngineKind::product) {
    const BatchedChoice choice = choose_batched_form(config, program);
    if (choice.form)
      return std::make_unique<BatchedEngineFactory>(config, program, *choice.form, computes_sums, fault);
    if (kind == EngineKind::batched)
      throw UserError("the batched engine cannot run this layer: " + choice.why_not +
                      "; use the engine auto or product");
  }
  return std::make_unique<ProductEngineFactory>(config, program, fault);
}

}  // namespace scnnsim
