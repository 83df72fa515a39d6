// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <string>

namespace scnnsim {

/// Handler of yaml-cpp that keeps nothing; a base of those that look at some events alone.
class IgnoreYamlEvents : public YAML::EventHandler {
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

/// YAML text in which the surrogate pairs of double-quoted scalars, as JSON writes characters beyond U+FFFF
/// ("\\ud83d\\ude00"), have become YAML's own escapes ("\\U0001f600"), which yaml-cpp knows. Whatever lies
/// outside of double quotes, and a surrogate without its other half, stays as it is.
std::string join_surrogates(const std::string& yaml);

}  // namespace scnnsim
