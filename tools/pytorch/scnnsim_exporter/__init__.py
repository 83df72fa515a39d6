# SPDX-License-Identifier: Apache-2.0
"""The parts of scnnsim_export.py. `recording` runs the network and keeps every operator that PyTorch executed; `layers`
finds the convolutions and fully-connected layers among them; `folding` and `following` go on from a layer's output to the
tensor that is written to memory; `trace_folder` writes the trace."""
