# SPDX-License-Identifier: Apache-2.0
"""Input files of the command: arrays (.npy) and pictures (.png, .jpg)."""
import os
from typing import Optional, Sequence, Tuple

import numpy as np
import torch

from .errors import ExportError

PICTURES = (".png", ".jpg", ".jpeg")


def _array(path: str) -> np.ndarray:
    try:
        array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise ExportError(f"{path}: no NumPy array: {error}") from error
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiub" or array.size == 0:
        raise ExportError(f"{path}: expected an array of numbers (.npy)")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ExportError(f"{path}: holds values that are not finite")
    return array


def _in_8_bits(picture):
    """A picture of 16 bits per pixel by their upper halves; PIL itself would saturate."""
    if not picture.mode.startswith("I"):
        return picture
    from PIL import Image

    return Image.fromarray((np.asarray(picture).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8))


def _resized(array: np.ndarray, size: Tuple[int, int]) -> np.ndarray:
    """Bilinear without smoothing and without rounding, as `scnnsim trace import` resizes."""
    planes = torch.from_numpy(np.ascontiguousarray(array))[None]
    return torch.nn.functional.interpolate(planes, size=size, mode="bilinear", align_corners=False)[0].numpy()


def _picture(path: str, size: Optional[Tuple[int, int]], channels: str) -> np.ndarray:
    """(3, rows, columns), 0 ... 255."""
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as error:
        raise ExportError(f"{path}: reading pictures needs PIL (Debian: python3-pil)") from error
    try:
        with Image.open(path) as file:
            picture = _in_8_bits(ImageOps.exif_transpose(file)).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ExportError(f"{path}: no picture that PIL reads: {error}") from error
    array = np.asarray(picture, np.float32).transpose(2, 0, 1)
    if size is not None:
        array = _resized(array, size)
    return array[::-1] if channels == "bgr" else array


def read_input(
    path: str,
    mean: Sequence[float] = (0,),
    scale: Sequence[float] = (1,),
    size: Optional[Tuple[int, int]] = None,
    channels: str = "rgb",
) -> np.ndarray:
    """An array as it is; a picture as float32 (3, rows, columns) with (value - mean) x scale, values 0 ... 255, mean and scale
    per channel in the order of `channels`. Raises ExportError for files that are neither."""
    if not os.path.isfile(path):
        raise ExportError(f"{path}: no such file" if not os.path.exists(path) else f"{path}: no file")
    ending = os.path.splitext(path)[1].lower()
    if ending == ".npy":
        return _array(path)
    if ending not in PICTURES:
        raise ExportError(f"{path}: expected a name that ends in .npy, {', '.join(PICTURES)}")
    picture = _picture(path, size, channels)
    factors = [np.asarray(numbers, np.float32).reshape(-1, 1, 1) for numbers in (mean, scale)]
    return np.ascontiguousarray((picture - factors[0]) * factors[1], np.float32)
