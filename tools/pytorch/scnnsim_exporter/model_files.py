# SPDX-License-Identifier: Apache-2.0
"""Models that the command names: MODULE:FUNCTION, FILE.py:FUNCTION, or a file that torch.save or torch.jit.save wrote."""
import importlib
import importlib.util
import os
import sys
import zipfile

import torch

from .errors import ExportError


def _import(module: str):
    if module.endswith(".py"):
        if not os.path.isfile(module):
            raise ExportError(f"{module}: no such file")
        sys.path.insert(0, os.path.dirname(os.path.abspath(module)))
        spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(module))[0], module)
        loaded = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = loaded
        spec.loader.exec_module(loaded)
        return loaded
    sys.path.insert(0, os.getcwd())
    return importlib.import_module(module)


def _from_code(module: str, attribute: str):
    try:
        found = _import(module)
    except ExportError:
        raise
    except Exception as error:  # whatever the user's code raises
        raise ExportError(f"{module}: cannot be imported: {type(error).__name__}: {error}") from error
    for part in attribute.split("."):
        if not hasattr(found, part):
            names = [name for name, value in vars(found).items() if callable(value) and not name.startswith("_")]
            raise ExportError(f"{module}: has no {attribute}; it has {', '.join(names) or 'no functions'}")
        found = getattr(found, part)
    if isinstance(found, torch.nn.Module):
        return found
    if not callable(found):
        raise ExportError(f"{module}:{attribute}: expected a function that returns the model, or a torch.nn.Module")
    try:
        return found()
    except Exception as error:  # whatever the user's code raises
        raise ExportError(f"{module}:{attribute}(): {type(error).__name__}: {error}") from error


def _is_torchscript(path: str) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("/constants.pkl") for name in archive.namelist())


def _from_file(path: str):
    if not os.path.isfile(path):
        raise ExportError(f"{path}: no such file; expected MODULE:FUNCTION, FILE.py:FUNCTION or a file of torch.save")
    if path.endswith(".py"):
        raise ExportError(f"{path}: names no function that returns the model; expected {path}:FUNCTION")
    try:
        if _is_torchscript(path):
            return torch.jit.load(path, map_location="cpu")
        sys.path.insert(0, os.getcwd())
        try:
            return torch.load(path, map_location="cpu", weights_only=False)
        except TypeError:  # before 1.13 there is no weights_only
            return torch.load(path, map_location="cpu")
    except Exception as error:  # pickles raise anything
        raise ExportError(f"{path}: cannot be loaded: {type(error).__name__}: {error}") from error


def load_model(name: str):
    """The model, or what the function returned: (model, input). Raises ExportError."""
    module, colon, attribute = name.rpartition(":")
    model = _from_code(module, attribute) if colon and attribute and not os.path.exists(name) else _from_file(name)
    if isinstance(model, dict):
        raise ExportError(
            f"{name}: holds a state_dict, weights without a model; expected a whole model (torch.save(model, ...)), "
            "TorchScript, or MODULE:FUNCTION that builds the model and loads it"
        )
    return model
