# SPDX-License-Identifier: Apache-2.0
"""Weights and layer graphs in TensorFlow.js' formats."""
import base64
import json
import re
from typing import Any, Callable, Dict, Tuple

import numpy as np

_TYPES = {"float32": "<f4", "int32": "<i4", "uint8": "u1", "uint16": "<u2", "float16": "<f2"}
# Strings, !0 and !1, numbers, words, punctuation.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|![01]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_$][\w$]*|[{}\[\],:]')


def _tensor(weight: Dict[str, Any], data: bytes, offset: int) -> Tuple[np.ndarray, int]:
    """One tensor and the offset behind it; quantised ones as float32."""
    count = int(np.prod(weight["shape"], dtype=np.int64))
    quantisation = weight.get("quantization")
    stored = np.frombuffer(data, _TYPES[quantisation["dtype"] if quantisation else weight["dtype"]], count, offset)
    values = stored
    if quantisation and quantisation["dtype"] != "float16":
        values = stored.astype(np.float32) * np.float32(quantisation["scale"]) + np.float32(quantisation["min"])
    return values.astype(np.float32).reshape(weight["shape"]), offset + stored.nbytes


def weights(manifest, read: Callable[[str], bytes]) -> Dict[str, np.ndarray]:
    """All tensors of a weights manifest by name; `read` returns the contents of one of its paths. Raises ValueError when sizes
    do not add up."""
    tensors: Dict[str, np.ndarray] = {}
    for group in manifest:
        data, offset = b"".join(read(path) for path in group["paths"]), 0
        for weight in group["weights"]:
            tensors[weight["name"]], offset = _tensor(weight, data, offset)
        if offset != len(data):
            raise ValueError(f"{group['paths']}: {len(data)} bytes, expected {offset}")
    return tensors


def _json_token(token: str, is_key: bool) -> str:
    if token in ("!0", "!1"):
        return "true" if token == "!0" else "false"
    if is_key:
        return json.dumps(token)
    return re.sub(r"^(-?)\.", r"\g<1>0.", token)


def parse_object(text: str) -> Any:
    """The JavaScript object at the beginning of the text: JSON with bare keys, !0 for true, .5 for 0.5. Nothing is executed."""
    tokens, depth = [], 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        depth += (token in "{[") - (token in "}]")
        tokens.append(
            _json_token(token, (token[0].isalpha() or token[0] in "_$") and text[match.end() : match.end() + 1] == ":")
        )
        if depth == 0:
            break
    return json.loads("".join(tokens))


def _exported(module: str) -> str:
    """What a browserified module exports, as the text from there on."""
    return module[module.rindex("exports=") + len("exports=") :]


def json_network(folder: str, read: Callable[[str], bytes]):
    """The list of Keras layers and the weights of a network in a folder with model.json."""
    model = json.loads(read(f"{folder}/model.json"))
    return _layers(model), weights(model["weightsManifest"], lambda path: read(f"{folder}/{path}"))


def _layers(model):
    config = model["modelTopology"]["model_config"]["config"]
    return config["layers"] if isinstance(config, dict) else config


def module_network(folder: str, read: Callable[[str], bytes]):
    """The list of Keras layers and the weights of a network whose files are JavaScript modules with base64 strings."""
    model = parse_object(_exported(read(f"{folder}/model.min.js").decode()))

    def shard(path: str) -> bytes:
        text = _exported(read(f"{folder}/{path}.min.js").decode())
        return base64.b64decode(text[1 : text.index(text[0], 1)])

    return _layers(model), weights(model["weightsManifest"], shard)
