// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace scnnsim {

/// The speed of this core, in multiplies per second, at a fixed piece of work: a plain scalar loop that keeps
/// exact queues of 32 banks and sums values, as a simulator without any cleverness would. Never change it:
/// ratios to it are comparable between machines and years.
double calibration_speed();

}  // namespace scnnsim
