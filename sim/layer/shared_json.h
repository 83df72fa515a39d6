// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace scnnsim {

/// A JSON object, or null, that does not change and is not copied: all copies of the object share it. What
/// another process packed is unpacked when it is first read, so that a process may pass it on unread.
class SharedJson {
 public:
  SharedJson();  ///< null
  SharedJson(nlohmann::ordered_json json);

  // Moves copy, so that no object is left without a value.
  SharedJson(const SharedJson&) = default;
  SharedJson& operator=(const SharedJson&) = default;

  /// The value, and the inverse, in MessagePack. An object is a text of its keys, and of those of the objects
  /// in it, beside a list of values: nlohmann's ordered objects search all keys for each one that is added,
  /// and a layer has thousands, nearly the same in all layers, which share one copy. Keys hold neither
  /// newlines nor tabs. Throws UserError where the bytes are no such value.
  std::string packed() const;
  static SharedJson of_packed(const std::string& bytes);

  /// A copy of the value, which stays packed if it was: for those who read one object after another.
  nlohmann::ordered_json copy() const;
  const nlohmann::ordered_json& operator*() const;
  const nlohmann::ordered_json* operator->() const { return &**this; }

 private:
  struct Value;
  std::shared_ptr<Value> value_;
};

}  // namespace scnnsim
