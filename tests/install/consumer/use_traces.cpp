// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "traces/network.h"

int main() {
  std::cout << scnnsim::find_network("alexnet").layers.size() << " layers\n";
}
