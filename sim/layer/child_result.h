// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/layer/prepared_simulation.h"

namespace scnnsim {

/// A result as child processes tell it, in MessagePack: what results.json has of it, and the facts of its
/// execution.
nlohmann::ordered_json result_to_message(const LayerResult& result);
/// `where` opens messages of errors.
LayerResult result_of_message(nlohmann::ordered_json message, const std::string& where);

/// JSON as MessagePack.
std::string packed(const nlohmann::ordered_json& json);

/// Runs a simulation in a child process, as often as wanted. Throws what it throws, and SimulationError, with
/// `name` before the message, also when the child dies.
LayerResult run_in_child(const PreparedSimulation& simulation, const std::string& name);

}  // namespace scnnsim
