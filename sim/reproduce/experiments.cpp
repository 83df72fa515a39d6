// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/experiment.h"
#include "sim/reproduce/granularity/granularity.h"
#include "sim/reproduce/mao2017/mao2017.h"
#include "sim/reproduce/scnn2017/scnn2017.h"

namespace scnnsim {

const std::vector<Experiment>& experiments() {
  static const std::vector<Experiment> all{scnn2017_experiment(), mao2017_experiment(),
                                           granularity_experiment()};
  return all;
}

}  // namespace scnnsim
