# SPDX-License-Identifier: Apache-2.0
"""A network and an image in, a trace out."""
import dataclasses
from typing import List, Optional, Sequence

import numpy as np
import torch

from .errors import ExportError
from .granularity import GRANULARITIES, is_granularity
from .integers import in_integers
from .layers import Layer, layers_of
from .recording import module_type, record
from .table import table
from .trace_folder import write_trace


def _device_and_type(model):
    """Where the model's weights lie, and their floating-point type; None where it has none."""
    for parameter in model.parameters() if isinstance(model, torch.nn.Module) else ():
        if parameter.is_floating_point():
            return parameter.device, parameter.dtype
    return None, None


def _as_tensor(tensor, model):
    if isinstance(tensor, np.ndarray):
        tensor = torch.from_numpy(np.ascontiguousarray(tensor))
    if not isinstance(tensor, torch.Tensor):
        raise ExportError(f"the network's input is a {type(tensor).__name__}, expected a tensor or a NumPy array")
    device, dtype = _device_and_type(model)
    if device is not None:
        tensor = tensor.to(device=device, dtype=dtype if tensor.is_floating_point() else tensor.dtype)
    return tensor.detach().clone()  # a network may work in place


def _image_axes(model) -> int:
    """The axes that one image, not a batch, has: 1 for a network of fully-connected layers; by its convolutions 2, 3 or 4,
    and 3 where it has several kinds or none that PyTorch knows as modules."""
    modules = {module_type(module) for module in model.modules()} if isinstance(model, torch.nn.Module) else set()
    axes = [count for name, count in (("Conv1d", 2), ("Conv2d", 3), ("Conv3d", 4)) if name in modules]
    if not axes and "Linear" in modules:
        return 1
    return axes[0] if len(axes) == 1 else 3


def _one_image(tensors, model, batch: int):
    """The image to run, as a batch of one: of a batch the one with this index; an image alone becomes a batch."""
    first = tensors[0]
    if first.dim() == _image_axes(model):
        if batch != 0:
            raise ExportError(f"batch {batch}: the input {tuple(first.shape)} is one image, not a batch")
        return [first.unsqueeze(0)] + list(tensors[1:])
    if first.dim() == 0:
        raise ExportError("the network's input has no axes")
    count = first.shape[0]
    if not 0 <= batch < count:
        raise ExportError(
            f"batch {batch}: the input {tuple(first.shape)} is a batch of {count}, expected 0 ... {count - 1}"
        )
    batched = [tensor.dim() > 0 and tensor.shape[0] == count for tensor in tensors]
    return [tensor[batch : batch + 1] if own else tensor for tensor, own in zip(tensors, batched)]


def _run(model, inputs, batch: int):
    if not callable(model):
        raise ExportError(f"the model is a {type(model).__name__}, expected a torch.nn.Module or a function")
    tensors = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
    if not tensors:
        raise ExportError("the network has no input, expected at least one tensor")
    tensors = _one_image([_as_tensor(tensor, model) for tensor in tensors], model, batch)
    try:
        return record(model, tuple(tensors), {})
    except Exception as error:  # whatever the model raises
        shapes = ", ".join(f"{tuple(tensor.shape)} of {str(tensor.dtype).split('.')[-1]}" for tensor in tensors)
        lines = str(error).strip().splitlines() or [""]  # TorchScript's are many, and the last one is the message
        raise ExportError(
            f"the network fails on an input of shape {shapes}: {type(error).__name__}: {lines[-1]}"
        ) from error


def _chosen(layers: List[Layer], names: Optional[Sequence[str]]) -> List[Layer]:
    if names is None:
        return layers
    known = [layer.name for layer in layers]
    for name in names:
        if name not in known:
            raise ExportError(f"the network ran no layer {name}; its layers are {', '.join(known)}")
    return [layer for layer in layers if layer.name in names]


def _as_wanted(layers: List[Layer], granularity: Optional[str], integers: bool) -> List[Layer]:
    if granularity is not None:
        layers = [dataclasses.replace(layer, granularity=granularity) for layer in layers]
    return [in_integers(layer) for layer in layers] if integers else layers


def export(
    model,
    inputs,
    folder: str,
    *,
    name: Optional[str] = None,
    batch: int = 0,
    layers: Optional[Sequence[str]] = None,
    granularity: Optional[str] = None,
    integers: bool = False,
    force: bool = False,
    provenance: Optional[dict] = None,
) -> str:
    """Runs `model` (a torch.nn.Module or a function of tensors) once, in eval mode without gradients, and writes its
    convolutions and fully-connected layers in the order of execution as the trace `folder`.

    inputs      a tensor or NumPy array, or a tuple of them: one image, or a batch of which image number `batch` is run
    name        the network's name in the trace; by default the model's class
    layers      names of the layers to write; all by default
    granularity how the weights were pruned; by default as masks or zeros show, per layer
    integers    int8 tensors, int32 biases and exact int32 outputs instead of float32 (see integers.py)
    force       replaces a trace that exists
    provenance  more lines for the trace's provenance

    Returns a table of what was written and what was left out. Raises ExportError, and then leaves nothing behind.
    """
    if granularity is not None and not is_granularity(granularity):
        raise ExportError(f"granularity {granularity!r}: expected one of {GRANULARITIES}")
    if name is not None and any(ord(character) < 32 or ord(character) == 127 for character in name):
        raise ExportError(f"name {name!r}: expected one without control characters")
    found, left_out = layers_of(_run(model, inputs, batch))
    if not found:
        reasons = "; ".join(f"{layer.name}: {layer.reason}" for layer in left_out)
        raise ExportError(
            "the network ran no convolution and no fully-connected layer that a trace has a form for"
            + (f" ({reasons})" if reasons else "")
        )
    found[0] = dataclasses.replace(found[0], input="dram")
    found = _as_wanted(_chosen(found, layers), granularity, integers)
    origin = {"exporter": f"scnnsim_export.py, PyTorch {torch.__version__}"}
    write_trace(
        found, name or getattr(model, "__name__", module_type(model)), {**origin, **(provenance or {})}, folder, force
    )
    return table(found, left_out)
