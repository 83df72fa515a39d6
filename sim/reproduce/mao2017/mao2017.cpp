// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/mao2017/mao2017.h"

namespace scnnsim {
namespace mao2017 {

const std::vector<Granularity>& granularities() {
  static const std::vector<Granularity> all{Granularity::element, Granularity::vector, Granularity::kernel};
  return all;
}

const std::vector<PaperNetwork>& networks() {
  static const std::vector<PaperNetwork> all{{"AlexNet", "alexnet"},
                                             {"VGG-16", "vgg16"},
                                             {"GoogLeNet", "googlenet_full"},
                                             {"ResNet-50", "resnet50"},
                                             {"DenseNet-121", "densenet121"}};
  return all;
}

}  // namespace mao2017

Experiment mao2017_experiment() {
  std::vector<std::string> names;
  for (const PaperNetwork& network : mao2017::networks()) names.push_back(network.name);
  return {"mao2017",
          "Mao et al., CVPR Workshops 2017: references, storage and equal-accuracy comparison by pruning "
          "granularity",
          "Of the published numbers only the abstract's, 30 to 35 % of references saved, was read; the "
          "others are as "
          "recalled, unverified.",
          names,
          1,
          [](const Scope& scope, const PublishedData& published) {
            FigureGroups groups;
            groups.push_back(mao2017::reference_figures(scope));
            groups.push_back(mao2017::uniform_reference_figures(scope));
            groups.push_back(mao2017::equal_accuracy_figures(scope, published));
            return groups;
          }};
}

}  // namespace scnnsim
