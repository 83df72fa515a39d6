// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/command_description.h"

#include <utility>

namespace scnnsim {
namespace {

DescriptionRequest* pending_request = nullptr;

}  // namespace

DescriptionRequest::DescriptionRequest() {
  pending_request = this;
}

DescriptionRequest::~DescriptionRequest() {
  pending_request = nullptr;
}

bool DescriptionRequest::pending() {
  return pending_request != nullptr;
}

void DescriptionRequest::answer(CommandDescription description) {
  pending_request->answer_ = std::move(description);
}

}  // namespace scnnsim
