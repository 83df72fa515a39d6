# SPDX-License-Identifier: Apache-2.0
"""The command line. Exit status 0: the trace is written; 2: the user's mistake; 1: anything else."""
import argparse
import math
import os
import signal
import sys
import warnings

from .errors import ExportError
from .export import export
from .granularity import GRANULARITIES, is_granularity
from .inputs import read_input
from .model_files import load_model
from .trace_folder import check_place

LARGEST_PICTURE = 1 << 14
DESCRIPTION = """Runs a PyTorch network on one image and writes a trace for scnnsim: every convolution and fully-connected layer
with its weights (batch normalisation folded in), bias, the activations that entered it, and the tensor that was written after it."""
EPILOG = """MODEL is MODULE:FUNCTION or FILE.py:FUNCTION, called without arguments: it returns the model, or the model and its
input; or a file that torch.save (a whole model) or torch.jit.save wrote. Modules and such files are programs: give only what
you trust. Pictures become (value - MEAN) x SCALE with values of 0 ... 255, rows and columns as they are or as --size says."""


def _argument(read, expected: str):
    """A reader of an option's text, whose ValueErrors become messages that say what was expected."""

    def checked(text: str):
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"got {text!r}, expected {expected}") from error

    return checked


def _numbers(text: str):
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) not in (1, 3) or not all(math.isfinite(number) for number in numbers):
        raise ValueError
    return numbers


def _size(text: str):
    numbers = [int(part) for part in text.lower().split("x")]
    rows, columns = numbers if len(numbers) > 1 else numbers * 2
    if not 1 <= rows <= LARGEST_PICTURE or not 1 <= columns <= LARGEST_PICTURE:
        raise ValueError
    return rows, columns


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _granularity(text: str) -> str:
    if not is_granularity(text):
        raise ValueError
    return text


NUMBERS = _argument(_numbers, "one number, or three separated by commas")
SIZE = _argument(_size, f"N or ROWSxCOLUMNS of 1 ... {LARGEST_PICTURE}")
COUNT = _argument(_count, "0, 1, 2 ...")
GRANULARITY = _argument(_granularity, GRANULARITIES)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scnnsim_export.py", description=DESCRIPTION, epilog=EPILOG, allow_abbrev=False
    )
    parser.add_argument("model", metavar="MODEL", help="MODULE:FUNCTION, FILE.py:FUNCTION, or a saved model")
    parser.add_argument(
        "--input",
        action="append",
        metavar="FILE",
        default=[],
        help=".npy, .png or .jpg: an image, or a batch of them; once for each input of the network, in order",
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="the trace's folder; folders above it are made")
    parser.add_argument("--name", help="the network's name in the trace (default: the model's class)")
    parser.add_argument("--batch", type=COUNT, default=0, metavar="N", help="the image of a batch to run (default: 0)")
    parser.add_argument("--mean", type=NUMBERS, default=[0.0], metavar="M[,M,M]", help="for pictures (default: 0)")
    parser.add_argument(
        "--scale", type=NUMBERS, default=[1 / 255], metavar="S[,S,S]", help="for pictures (default: 1/255)"
    )
    parser.add_argument(
        "--channels", choices=("rgb", "bgr"), default="rgb", help="order of a picture's channels (default: rgb)"
    )
    parser.add_argument(
        "--size", type=SIZE, metavar="N|ROWSxCOLUMNS", help="pictures are stretched to this size (default: their own)"
    )
    parser.add_argument(
        "--layers", metavar="LIST", help="names of the layers to write, separated by commas (default: all)"
    )
    parser.add_argument(
        "--granularity",
        metavar="G",
        type=GRANULARITY,
        help=f"how the weights were pruned: {GRANULARITIES} (default: as masks or zeros show, per layer)",
    )
    parser.add_argument(
        "--integers", action="store_true", help="int8 tensors, int32 biases and exact outputs, not float32"
    )
    parser.add_argument("--force", action="store_true", help="replaces DIR if it is a trace")
    return parser


def _export(arguments: argparse.Namespace) -> str:
    check_place(arguments.out, arguments.force)
    inputs = [
        read_input(path, arguments.mean, arguments.scale, arguments.size, arguments.channels)
        for path in arguments.input
    ]
    model = load_model(arguments.model)
    if isinstance(model, tuple) and len(model) == 2:
        model, own_input = model
        inputs = inputs or own_input
    elif not inputs:
        raise ExportError(f"{arguments.model} returns no input of its own; give --input FILE")
    provenance = {"model": arguments.model, "input": ", ".join(arguments.input) or "the model's own"}
    layers = arguments.layers.split(",") if arguments.layers else None
    return export(
        model,
        inputs,
        arguments.out,
        name=arguments.name,
        batch=arguments.batch,
        layers=layers,
        granularity=arguments.granularity,
        integers=arguments.integers,
        force=arguments.force,
        provenance=provenance,
    )


def _terminated(number, _frame):
    sys.exit(128 + number)  # an exception, so that what was begun is removed


def main(arguments=None) -> int:
    """Runs the command and returns its exit status."""
    signal.signal(signal.SIGTERM, _terminated)
    warnings.simplefilter("ignore")
    try:
        print(_export(_parser().parse_args(arguments)), flush=True)
    except ExportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as head, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # where Python flushes at its end
        print("error: cannot write to standard output", file=sys.stderr)
        return 1
    except MemoryError:
        print("error: out of memory", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0
