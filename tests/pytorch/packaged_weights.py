# SPDX-License-Identifier: Apache-2.0
"""Weights as packages of TensorFlow.js have them, made here."""
import json

import numpy as np


def quantised(name, values, scale, low):
    stored = np.rint((values - low) / scale).astype(np.uint8)
    entry = {
        "name": name,
        "shape": list(values.shape),
        "dtype": "float32",
        "quantization": {"dtype": "uint8", "scale": scale, "min": low},
    }
    return entry, stored.tobytes()


def plain(name, values):
    values = np.asarray(values, np.float32)
    return {"name": name, "shape": list(values.shape), "dtype": "float32"}, values.tobytes()


def package_of(weights):
    """A reader of a package that has these arrays, in one file."""
    parts = [plain(name, values) for name, values in weights.items()]
    manifest = json.dumps([{"paths": ["weights.bin"], "weights": [part[0] for part in parts]}]).encode()
    data = b"".join(part[1] for part in parts)
    return lambda name: manifest if name.endswith(".json") else data
