# SPDX-License-Identifier: Apache-2.0
"""npm packages, from the registry that npm is configured with, and checked against a SHA-256 sum."""
import dataclasses
import hashlib
import os
import subprocess
import tarfile
from typing import Callable

from scnnsim_exporter.errors import ExportError


@dataclasses.dataclass(frozen=True)
class Package:
    name: str  # with version
    file: str  # as npm pack names it
    sha256: str


FACE_API = Package(
    "@vladmandic/face-api@1.7.15",
    "vladmandic-face-api-1.7.15.tgz",
    "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031",
)
ESRGAN = Package(
    "@upscalerjs/esrgan-legacy@1.0.0",
    "upscalerjs-esrgan-legacy-1.0.0.tgz",
    "fcf8aea836069facd61b43caf6c212da67465eefe010d5e5db2d644aefa4f206",
)
NSFWJS = Package("nsfwjs@4.3.0", "nsfwjs-4.3.0.tgz", "4496790efc9bdc6f3e85a826a8e482c1fa1e9db4b3d18c095e98cc0c73cfb12f")


def _check(package: Package, path: str):
    with open(path, "rb") as file:
        found = hashlib.sha256(file.read()).hexdigest()
    if found != package.sha256:
        raise ExportError(
            f"{path}: SHA-256 is {found}, expected {package.sha256} for {package.name}; remove the file to have it "
            "fetched again"
        )


def _pack(package: Package, folder: str):
    command = ["npm", "pack", package.name, "--pack-destination", folder, "--loglevel", "error", "--ignore-scripts"]
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
    except FileNotFoundError as error:
        raise ExportError("npm is missing, which fetches the packages; see tools/setup networks") from error
    except subprocess.TimeoutExpired as error:
        raise ExportError(f"npm pack {package.name}: no answer in 10 minutes") from error
    if result.returncode != 0:
        said = (result.stderr or result.stdout).strip().splitlines()
        raise ExportError(
            f"npm pack {package.name} failed with status {result.returncode}: {' '.join(said[:4]) or 'no message'}; "
            f"without network, put {package.file} into the folder that --packages names"
        )


def fetch(package: Package, folder: str) -> Callable[[str], bytes]:
    """A function that reads a file of the package. The package is taken from `folder`, or fetched into it. Raises ExportError
    without network and for wrong contents."""
    path = os.path.join(folder, package.file)
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        _pack(package, folder)
    if not os.path.isfile(path):
        raise ExportError(f"npm pack {package.name} wrote no {path}")
    _check(package, path)

    def read(name: str) -> bytes:
        with tarfile.open(path) as archive:
            return archive.extractfile("package/" + name).read()

    return read
