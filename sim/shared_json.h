// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

namespace scnnsim {

/// JSON that does not change and is not copied: all copies of the object share it.
class SharedJson {
 public:
  SharedJson() : SharedJson(nlohmann::ordered_json()) {}
  SharedJson(nlohmann::ordered_json json)
      : json_(std::make_shared<const nlohmann::ordered_json>(std::move(json))) {}

  // Moves copy, so that no object is left without a value.
  SharedJson(const SharedJson&) = default;
  SharedJson& operator=(const SharedJson&) = default;

  const nlohmann::ordered_json& operator*() const { return *json_; }
  const nlohmann::ordered_json* operator->() const { return json_.get(); }

 private:
  std::shared_ptr<const nlohmann::ordered_json> json_;
};

}  // namespace scnnsim
