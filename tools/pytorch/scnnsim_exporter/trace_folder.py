# SPDX-License-Identifier: Apache-2.0
"""Writes a trace, format version 2 (traces/README.md): everything goes to a folder beside the wanted one, which is renamed
when it is complete."""
import contextlib
import json
import os
import re
import shutil
import tempfile
from typing import Dict, Iterator, List

import numpy as np

from .errors import ExportError
from .layers import Layer


LONGEST_STEM = 100


def _quoted(text: str) -> str:
    """A YAML string; JSON's are YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _stems(layers: List[Layer]) -> List[str]:
    """A unique file name per layer, of characters that name a file on any system."""
    stems, taken = [], set()
    for layer in layers:
        base = re.sub(r"[^A-Za-z0-9.-]|^\.", "_", layer.name)[:LONGEST_STEM]
        stem, number = base, 2
        while stem.lower() in taken:
            stem, number = f"{base}-{number}", number + 1
        taken.add(stem.lower())
        stems.append(stem)
    return stems


def _layer_yaml(layer: Layer, files: Dict[str, str]) -> str:
    geometry = layer.geometry
    channels, rows, columns = layer.activations.shape
    filters, _, height, width = layer.weights.shape
    fields = [
        f"name: {_quoted(layer.name)}",
        f"C: {channels}",
        f"K: {filters}",
        f"H: {rows}",
        f"W: {columns}",
        f"R: {height}",
        f"S: {width}",
        f"stride: {list(geometry.stride)}",
        f"pad: {list(geometry.pad)}",
        f"dilation: {list(geometry.dilation)}",
        f"groups: {geometry.groups}",
        f"after: [{', '.join(layer.after)}]",
        f"granularity: {_quoted(layer.granularity) if layer.granularity[0].isdigit() else layer.granularity}",
        f"input: {layer.input}",
    ]
    if layer.output_shift:
        fields.append(f"output_shift: {layer.output_shift}")
    tensors = [f"{key}: {_quoted(file)}" for key, file in files.items()]
    return f"  - {{{', '.join(fields)},\n     {', '.join(tensors)}}}\n"


def _write_layer(layer: Layer, stem: str, folder: str) -> str:
    tensors = {
        "weights": layer.weights,
        "activations": layer.activations,
        "bias": layer.bias,
        "output": layer.output,
        "written": layer.written,
    }
    files = {}
    for key, tensor in tensors.items():
        if tensor is None:
            continue
        files[key] = f"{stem}.{key}.npy"
        np.save(os.path.join(folder, files[key]), np.ascontiguousarray(tensor), allow_pickle=False)
    return _layer_yaml(layer, files)


def check_place(path: str, replace: bool):
    """Raises ExportError when a trace cannot be put at `path`: what would be a folder above it is none, or it exists itself and
    is not to be replaced, or is no trace."""
    above = os.path.dirname(os.path.abspath(path))
    while not os.path.lexists(above):
        above = os.path.dirname(above)
    if not os.path.isdir(above):
        raise ExportError(f"{path}: its parent folder cannot be made: {above} is no folder")
    if os.path.lexists(path) and not replace:
        raise ExportError(f"{path} exists already; choose another name, or have it replaced (--force)")
    if os.path.lexists(path) and not os.path.isfile(os.path.join(path, "trace.yaml")):
        raise ExportError(f"{path} is no trace (it holds no trace.yaml), so it is not replaced")


@contextlib.contextmanager
def complete_folder(path: str, replace: bool) -> Iterator[str]:
    """A new folder beside `path`, renamed to it at the end; removed on any exception. Folders above it are made where they are
    missing, and stay. Raises ExportError when check_place does, or a folder cannot be made."""
    check_place(path, replace)
    path = os.path.abspath(path)
    parent, name = os.path.split(path)
    try:
        os.makedirs(parent, exist_ok=True)
        building = tempfile.mkdtemp(prefix=f".{name}.", dir=parent)
        os.chmod(building, 0o777 & ~_umask())
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror}") from error
    try:
        yield building
        _rename(building, path)
    except OSError as error:
        raise ExportError(f"{error.filename or path}: {error.strerror}") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _rename(building: str, path: str):
    if not os.path.lexists(path):
        os.rename(building, path)
        return
    old = tempfile.mkdtemp(prefix=f".{os.path.basename(path)}.old.", dir=os.path.dirname(path))
    os.rename(path, os.path.join(old, "trace"))
    try:
        os.rename(building, path)
    except OSError:
        os.rename(os.path.join(old, "trace"), path)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def write_trace(layers: List[Layer], network: str, provenance: Dict[str, str], path: str, replace: bool = False):
    """Writes the folder `path`. Raises ExportError when it exists or cannot be written."""
    with complete_folder(path, replace) as folder:
        lines = ["version: 2\n", f"network: {_quoted(network)}\n"]
        if provenance:
            lines.append("provenance:\n")
            lines += [f"  {key}: {_quoted(str(value))}\n" for key, value in provenance.items()]
        lines.append("layers:\n")
        lines += [_write_layer(layer, stem, folder) for layer, stem in zip(layers, _stems(layers))]
        with open(os.path.join(folder, "trace.yaml"), "w", encoding="utf-8") as file:
            file.writelines(lines)
