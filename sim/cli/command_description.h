// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace scnnsim {

/// An option, or the argument without a name.
struct ArgumentDescription {
  std::string name;         ///< without dashes
  std::string placeholder;  ///< of its value; empty for a flag
  std::string meaning;
  bool may_be_repeated = false;
  std::vector<std::string> offered;  ///< values that are known; others may be right as well
};

/// What the help of a command says, for man pages and the completion of shells.
struct CommandDescription {
  std::string command;  ///< "scnnsim trace prune"
  std::string about, examples;
  std::optional<ArgumentDescription> positional;
  std::vector<ArgumentDescription> options;
};

/// While it exists, a command that is asked for its help hands over its description and prints nothing. At
/// most one exists.
class DescriptionRequest {
 public:
  DescriptionRequest();
  ~DescriptionRequest();
  DescriptionRequest(const DescriptionRequest&) = delete;
  DescriptionRequest& operator=(const DescriptionRequest&) = delete;

  static bool pending();
  static void answer(CommandDescription description);
  const std::optional<CommandDescription>& answer() const { return answer_; }

 private:
  std::optional<CommandDescription> answer_;
};

}  // namespace scnnsim
