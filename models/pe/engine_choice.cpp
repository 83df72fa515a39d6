// SPDX-License-Identifier: Apache-2.0
#include "models/pe/engine_choice.h"

#include "models/pe/batched/batched_engine.h"
#include "models/pe/batched/batched_form.h"
#include "models/pe/product_engine.h"

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

void require_engine(EngineKind kind, const MachineConfig& config, const LayerProgram& program) {
  if (kind != EngineKind::batched) return;
  if (const BatchedChoice choice = choose_batched_form(config, program); !choice.form)
    throw UnsuitableEngine("the batched engine cannot run this layer: " + choice.why_not +
                           "; use the engine auto or product");
}

std::unique_ptr<IssueEngineFactory> make_engines(EngineKind kind, const MachineConfig& config,
                                                 const LayerProgram& program, bool computes_sums,
                                                 const Fault& fault) {
  require_engine(kind, config, program);
  if (kind != EngineKind::product)
    if (const BatchedChoice choice = choose_batched_form(config, program); choice.form)
      return std::make_unique<BatchedEngineFactory>(config, program, *choice.form, computes_sums, fault);
  return std::make_unique<ProductEngineFactory>(config, program, fault);
}

}  // namespace scnnsim
