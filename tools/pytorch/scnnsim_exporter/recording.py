# SPDX-License-Identifier: Apache-2.0
"""Runs a network once and records every operator that PyTorch's dispatcher executed, with its operands.

The recording is made below torch.nn and torch.nn.functional, at the level of ATen operators. Modules, functional calls,
methods of tensors, in-place variants and TorchScript all arrive here as the same few operators, and a module that is
called twice arrives twice.
"""
import contextlib
import dataclasses
from typing import Any, Dict, List, Optional, Tuple

import torch
from torch.utils._python_dispatch import TorchDispatchMode


@dataclasses.dataclass(eq=False)
class Value:
    """A tensor at one time: an operator that writes in place makes a new Value of the same tensor."""

    tensor: torch.Tensor
    producer: Optional["Operation"] = None  # None: an input of the network, a parameter, a buffer
    constant: bool = True  # does not depend on the network's input
    name: str = ""  # of the parameter or buffer
    is_output: bool = False  # the network returns it
    consumers: List["Operation"] = dataclasses.field(default_factory=list)

    @property
    def shape(self) -> Tuple[int, ...]:
        return tuple(self.tensor.shape)


@dataclasses.dataclass(eq=False)
class Operation:
    """One executed operator. `name` is ATen's, without overload and without the `_` of in-place variants."""

    name: str
    namespace: str
    arguments: List[Any]  # in the schema's order, defaults included; a Value where a tensor was
    outputs: List[Value]
    module: str  # path of the innermost module that was running, "" outside of all
    module_type: str

    def values(self) -> List[Value]:
        return list(_values_in(self.arguments))


@dataclasses.dataclass
class Recording:
    """Operations in the order of execution."""

    operations: List[Operation]


def _values_in(arguments):
    for argument in arguments:
        if isinstance(argument, Value):
            yield argument
        elif isinstance(argument, (list, tuple)):
            yield from _values_in(argument)


def _tensors_in(structure):
    if isinstance(structure, torch.Tensor):
        yield structure
    elif isinstance(structure, (list, tuple)):
        for item in structure:
            yield from _tensors_in(item)
    elif isinstance(structure, dict):
        yield from _tensors_in(list(structure.values()))
    elif dataclasses.is_dataclass(structure) and not isinstance(structure, type):
        yield from _tensors_in(list(vars(structure).values()))


def _storage_address(tensor: torch.Tensor) -> int:
    try:
        storage = tensor.untyped_storage() if hasattr(tensor, "untyped_storage") else tensor.storage()
        return storage.data_ptr()
    except (NotImplementedError, RuntimeError):  # sparse and other tensors without a storage
        return 0


def _key(tensor: torch.Tensor):
    """Two tensors with one key are the same values: PyTorch may hand out several objects for them. Recorded tensors are kept
    alive, so no address is used twice."""
    try:
        return (tensor.data_ptr(), tuple(tensor.shape), tuple(tensor.stride()), tensor.dtype)
    except (
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):  # ValueError: a lazy module's parameter before its first run
        return (id(tensor),)


@dataclasses.dataclass
class _Memory:
    """A tensor that the network may still use, and what it holds."""

    tensor: torch.Tensor
    value: Value
    # What was written through other views of the memory since `value` was made. It counts once the tensor is used.
    overwritten_by: List[Value] = dataclasses.field(default_factory=list)
    is_covered: bool = False  # the first of them left nothing of `value`

    def overwrite(self, written: Value):
        if _same_elements(self.tensor, written.tensor):
            self.overwritten_by, self.is_covered = [], True
        self.overwritten_by.append(written)


def _same_elements(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two views of memory have the same elements in the same order."""
    return (
        one.data_ptr() == other.data_ptr()
        and one.numel() == other.numel()
        and one.is_contiguous()
        and other.is_contiguous()
    )


class _Recorder(TorchDispatchMode):
    def __init__(self, names: Dict[Any, str]):
        super().__init__()
        self._names = names  # parameters and buffers by key
        self._memory: Dict[Any, _Memory] = {}  # by key
        self._keys_of_storage: Dict[int, List[Any]] = {}
        self._kept: List[torch.Tensor] = []
        self.modules: List[Tuple[str, str]] = []  # (path, type) of the running modules, outermost first
        self.operations: List[Operation] = []

    def add(self, tensor: torch.Tensor, **attributes) -> Value:
        """The tensor's new Value, in place of the one that it had."""
        key = _key(tensor)
        if key not in self._memory:
            self._keys_of_storage.setdefault(_storage_address(tensor), []).append(key)
        self._kept.append(tensor)
        self._memory[key] = _Memory(tensor, Value(tensor, **attributes))
        return self._memory[key].value

    def value(self, tensor: torch.Tensor) -> Value:
        """The tensor's Value; one that was not seen before is a constant of the network."""
        key = _key(tensor)
        memory = self._memory.get(key)
        if memory is None:
            return self.add(tensor, name=self._names.get(key, ""))
        return self._overwritten(memory) if memory.overwritten_by else memory.value

    def _overwritten(self, memory: _Memory) -> Value:
        """The Value of a tensor whose memory was written through another view: the same elements in another shape, or
        something made of the old and the written."""
        parts = ([] if memory.is_covered else [memory.value]) + memory.overwritten_by
        name = "view" if memory.is_covered and len(parts) == 1 else "overwritten"
        operation = Operation(name, "", parts, [], *(self.modules[-1] if self.modules else ("", "")))
        for part in parts:
            part.consumers.append(operation)
        value = self.add(
            memory.tensor, producer=operation, constant=all(part.constant for part in parts), name=memory.value.name
        )
        operation.outputs.append(value)
        return value

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        # Under inference_mode composite operators such as conv2d arrive whole.
        with self:
            result = function.decompose(*args, **kwargs)
        if result is not NotImplemented:
            return result
        arguments, mutated = self._arguments(function._schema, args, kwargs)
        aliases = [memory for tensor in mutated for memory in self._freeze_storage(tensor)]
        result = function(*args, **kwargs)
        self._record(function, arguments, result, mutated, aliases)
        return result

    def _arguments(self, schema, args, kwargs):
        """All arguments in the schema's order with Values for tensors, and the tensors that will be written in place."""
        arguments, mutated = [], []
        for index, argument in enumerate(schema.arguments):
            given = args[index] if index < len(args) else kwargs.get(argument.name, argument.default_value)
            arguments.append(self._with_values(given))
            if argument.alias_info is not None and argument.alias_info.is_write:
                mutated.extend(_tensors_in(given))
        return arguments, mutated

    def _with_values(self, argument):
        if isinstance(argument, torch.Tensor):
            return self.value(argument)
        if isinstance(argument, (list, tuple)):
            return [self._with_values(item) for item in argument]
        return argument

    def _freeze_storage(self, tensor: torch.Tensor) -> List[_Memory]:
        """Copies the Values in the tensor's storage, which is about to change. Returns all that lies there."""
        aliases = [self._memory[key] for key in self._keys_of_storage.get(_storage_address(tensor), [])]
        for memory in aliases:
            if memory.value.tensor is memory.tensor:
                memory.value.tensor = memory.tensor.clone()
        return aliases

    def _record(self, function, arguments, result, mutated, aliases):
        inputs = list(_values_in(arguments))
        name = function._schema.name.split("::")[1]
        module = self.modules[-1] if self.modules else ("", "")
        operation = Operation(name.rstrip("_") or name, function.namespace, arguments, [], *module)
        for value in dict.fromkeys(inputs):
            value.consumers.append(operation)
        written = {_key(tensor) for tensor in mutated}
        for tensor in list(_tensors_in(result)) + mutated:
            self._add_output(operation, tensor, _key(tensor) in written, all(value.constant for value in inputs))
        self.operations.append(operation)
        for memory in aliases:
            for output in operation.outputs if _key(memory.tensor) not in written else []:
                memory.overwrite(output)

    def _add_output(self, operation, tensor, is_written, constant):
        memory = self._memory.get(_key(tensor))
        if memory is None or (is_written and memory.value not in operation.outputs):
            operation.outputs.append(self.add(tensor, producer=operation, constant=constant))
        elif not is_written and operation in memory.value.consumers:  # a view of everything is no new value
            memory.value.consumers.remove(operation)


def module_type(module) -> str:
    """The name of a module's class, also of one that became TorchScript."""
    return getattr(module, "original_name", type(module).__name__)


@contextlib.contextmanager
def _evaluating(model):
    """The model in eval mode; afterwards every module in the mode that it had."""
    if not isinstance(model, torch.nn.Module):
        yield
        return
    if not hasattr(model, "training"):  # frozen TorchScript, which evaluates always
        yield
        return
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


@contextlib.contextmanager
def _tracking_modules(model, recorder):
    """Lets the recorder know which modules are running."""
    hooks = []

    def track(module, path):
        entry = (path, module_type(module))
        hooks.append(module.register_forward_pre_hook(lambda *_: recorder.modules.append(entry)))
        hooks.append(module.register_forward_hook(lambda *_: recorder.modules.pop() and None))

    try:
        if isinstance(model, torch.nn.Module):
            for path, module in model.named_modules():
                with contextlib.suppress(RuntimeError, AttributeError):  # modules of TorchScript may have no hooks
                    track(module, path)
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _names(model) -> Dict[Any, str]:
    if not isinstance(model, torch.nn.Module):
        return {}
    tensors = list(model.named_parameters()) + list(model.named_buffers())
    return {_key(tensor): name for name, tensor in tensors}


def record(model, arguments: tuple, keywords: dict) -> Recording:
    """Calls model(*arguments, **keywords) in eval mode without gradients. Raises what the model raises."""
    recorder = _Recorder(_names(model))
    for tensor in _tensors_in([list(arguments), keywords]):
        recorder.add(tensor, constant=False)
    with torch.no_grad(), _evaluating(model), _tracking_modules(model, recorder), recorder:
        result = model(*arguments, **keywords)
    for tensor in _tensors_in(result):
        recorder.value(tensor).is_output = True
    return Recording(recorder.operations)
