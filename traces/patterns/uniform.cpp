// SPDX-License-Identifier: Apache-2.0
#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

namespace {

/// Every position is as likely as any other. More even than real feature maps, see clustered.cpp.
class UniformPattern : public ActivationPattern {
 public:
  std::vector<std::uint8_t> draw(const PatternPlanes& planes, std::uint64_t nonzeros,
                                 RandomStream& random) const override {
    std::vector<std::uint8_t> marks(planes.size());
    random.choose(marks.data(), marks.size(), nonzeros);
    return marks;
  }
};

}  // namespace

std::unique_ptr<ActivationPattern> make_uniform_pattern(const PatternOptions&) {
  return std::make_unique<UniformPattern>();
}

}  // namespace scnnsim
