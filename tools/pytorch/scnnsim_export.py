#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports a PyTorch network, run on one image, as a trace for scnnsim. As a module and as a command:

    from scnnsim_export import export
    export(model, image, "my-trace")

    scnnsim_export.py my_model.py:make_model --input image.png --out my-trace
"""
import sys

try:
    from scnnsim_exporter.command import main
    from scnnsim_exporter.errors import ExportError
    from scnnsim_exporter.export import export
except ImportError as missing:
    if __name__ != "__main__" or missing.name not in ("torch", "numpy"):
        raise
    print(
        f"error: scnnsim_export.py needs PyTorch and NumPy: {sys.executable}: {missing}; "
        "tools/setup networks installs Debian's, which /usr/bin/python3 has",
        file=sys.stderr,
    )
    sys.exit(2)

__all__ = ["export", "ExportError"]

if __name__ == "__main__":
    sys.exit(main())
