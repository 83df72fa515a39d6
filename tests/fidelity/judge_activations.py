# SPDX-License-Identifier: Apache-2.0
"""What tools/judge-activations runs; it says what the options mean. Needs python3-yaml."""

import argparse
import csv
import io
import itertools
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import yaml

WAITS = ("cycles_weights", "cycles_barrier", "cycles_idle")
# Of a layer, in `trace info` and in network files alike.
KEYS = ("name", "C", "K", "H", "W", "R", "S", "stride", "pad", "dilation", "groups", "relu", "output_shift", "input")


def parse():
    parser = argparse.ArgumentParser(prog="tools/judge-activations")
    parser.add_argument("traces", nargs="+", metavar="TRACE", type=pathlib.Path)
    parser.add_argument("--pattern", action="append", default=[])
    parser.add_argument("--estimate", action="append", default=[], type=pathlib.Path)
    parser.add_argument("--weights", choices=("real", "generated"), default="real")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--prune", type=float)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--floor", action="store_true")
    parser.add_argument("--layers", action="store_true")
    parser.add_argument("--scnnsim", required=True)
    options = parser.parse_args()
    options.pattern = options.pattern or ["clustered", "correlated"]
    if options.floor and options.weights != "real":
        parser.error("--floor: sets activations beside each other on the traces' own weights")
    for trace in options.traces + options.estimate:
        if not (trace / "trace.yaml").is_file():
            parser.error(f"{trace}: no trace is there; expected a folder with a trace.yaml")
    return options


class Simulator:
    def __init__(self, program):
        self.program = program

    def __call__(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{done.stderr}judge-activations: scnnsim {' '.join(map(str, arguments))} failed")
        return done.stdout

    def run(self, trace):
        """Counters of each layer. Timing alone: generated activations have no outputs to agree with."""
        text = self("run", trace, "--jobs", 1, "--values", "off", "--quiet", "--format", "csv")
        return {row["layer"]: row for row in csv.DictReader(io.StringIO(text)) if row["layer"] != "total"}

    def info(self, trace, *more):
        return json.loads(self("trace", "info", trace, "--format", "json", *more))["layers"]


def network_of(layers, fitted):
    """A network file with the shapes and densities of a trace."""
    described = []
    for layer in layers:
        one = {key: layer[key] for key in KEYS}
        one["weight_density"] = layer["weights"]["density"]
        one["input_density"] = layer["activations"]["density"]
        if layer["name"] in fitted:
            one["activations"] = fitted[layer["name"]]
        described.append(one)
    return {"name": "judged", "layers": described}


def fitted_parameters(simulator, trace):
    parameters = {}
    for layer in simulator.info(trace, "--statistics"):
        given = {"concentration": (0.01, 1e6), "spectrum": (0, 4), "shared": (0, 1), "border": (-5, 5)}
        fitted = {key: min(max(layer[key], low), high) for key, (low, high) in given.items() if layer[key] is not None}
        parameters[layer["layer"]] = {"pattern": "correlated", **fitted}
    return parameters


def pattern_options(pattern):
    """correlated,shared=0.03 as options of `trace generate`; nothing for the network file's own."""
    if pattern is None:
        return []
    name, *parameters = pattern.split(",")
    options = ["--activation-pattern", name]
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        options += [f"--{key}", value]
    return options


def draw(simulator, scratch, layers, fitted, pattern, seed):
    """A generated trace with the shapes and densities of `layers`."""
    network, drawn = scratch / "network.yaml", scratch / "drawn"
    network.write_text(yaml.safe_dump(network_of(layers, fitted), sort_keys=False))
    simulator("trace", "generate", "--network", network, "--granularity", "element", "--output-density", "none", "--seed",
              seed, *pattern_options(pattern), "--out", drawn, "--force")
    return drawn


def description_of(trace):
    return yaml.safe_load((trace / "trace.yaml").read_text())


def with_drawn(scratch, trace, drawn, tensors):
    """A copy of the trace with some tensors ("weights", "activations") of a drawn one. Biases belong to the weights; beside
    drawn ones they would decide how many outputs are zero, and so whether the output memory spills."""
    copy = scratch / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(trace, copy)
    description = description_of(trace)
    for number, (layer, generated) in enumerate(zip(description["layers"], description_of(drawn)["layers"])):
        layer.pop("output", None)
        if "weights" in tensors:
            layer.pop("bias", None)
        from_dram = layer.get("input", "dram" if number == 0 else "on_chip") == "dram"
        for tensor in tensors:
            if not (tensor == "activations" and from_dram):
                shutil.copy(drawn / generated[tensor], copy / layer[tensor])
    (copy / "trace.yaml").write_text(yaml.safe_dump(description, sort_keys=False))
    return copy


def waiting(row):
    """PE-cycles at the barrier, without work, or waiting for weights (so for a slower PE's full FIFO)."""
    return sum(float(row[key]) for key in WAITS)


def totals(rows):
    cycles = sum(int(row["cycles"]) for row in rows.values())
    issued = sum(int(row["cycles_issue"]) * int(row["multipliers"]) / int(row["pes"]) for row in rows.values())
    return {"cycles": cycles,
            "utilisation": sum(int(row["multiplies"]) for row in rows.values()) / issued,
            "waiting": sum(waiting(row) for row in rows.values()) / sum(int(r["cycles"]) * int(r["pes"]) for r in rows.values())}


def compare(real, generated):
    deviations = [int(generated[name]["cycles"]) / int(real[name]["cycles"]) - 1 for name in real]
    a, b = totals(real), totals(generated)
    return {"total": b["cycles"] / a["cycles"] - 1, "median": statistics.median(deviations),
            "absolute": statistics.median(map(abs, deviations)), "utilisation": b["utilisation"] - a["utilisation"],
            "waiting": b["waiting"] - a["waiting"]}


def at_equal_products(rows, real):
    """The counters with each layer's cycles scaled to the products that it has in `real`."""
    scaled = {}
    for name, row in rows.items():
        factor = int(real[name]["multiplies"]) / int(row["multiplies"])
        keys = [key for key in row if key.startswith("cycles")] + ["multiplies"]
        scaled[name] = {**row, **{key: round(int(row[key]) * factor) for key in keys}}
    return scaled


def judge_case(simulator, scratch, trace, layers, real, case, options):
    """Deviations of one kind of activations, mean over the seeds. `real`: counters per seed, filled when missing."""
    name, pattern, fitted = case
    drawn_weights = ["weights"] if options.weights == "generated" else []
    results = []
    for seed in range(1, options.seeds + 1):
        drawn = draw(simulator, scratch, layers, fitted, pattern, seed)
        key = seed if drawn_weights else 0
        if key not in real:
            real[key] = simulator.run(with_drawn(scratch, trace, drawn, drawn_weights))
        rows = simulator.run(with_drawn(scratch, trace, drawn, [*drawn_weights, "activations"]))
        results.append(compare(real[key], rows))
        if options.layers:
            for layer, row in real[key].items():
                change = int(rows[layer]["cycles"]) / int(row["cycles"]) - 1
                print(f"  {layer}: {row['cycles']} -> {rows[layer]['cycles']}, {100 * change:+.1f} %")
    return {key: statistics.fmean(result[key] for result in results) for key in results[0]}


HEAD = ("| trace | activations | cycles, total [%] | median layer [%] | median of deviations' size [%] | utilisation | "
        "barrier, idle, weights |\n|---|---|---:|---:|---:|---:|---:|")


def print_row(trace, activations, result):
    print(f"| {trace} | {activations} | {100 * result['total']:+.1f} | {100 * result['median']:+.1f} | "
          f"{100 * result['absolute']:.1f} | {result['utilisation']:+.3f} | {result['waiting']:+.3f} |", flush=True)


def is_float(tensor):
    with tensor.open("rb") as file:
        return b"'descr': '<f" in file.read(128)


def integers(simulator, scratch, trace, density):
    """The trace pruned to `density`, if one is given, as integers like drawn tensors: a bias has the scale of the products."""
    if density is None:
        if not any(is_float(trace / layer["weights"]) for layer in description_of(trace)["layers"]):
            return trace
        density = 1
    place = pathlib.Path(tempfile.mkdtemp(dir=scratch)) / trace.name
    simulator("trace", "prune", trace, "--granularity", "element", "--density", density, "--out", place)
    return place


def check_same_network(trace, other):
    """Ends the program where layers of two traces have other names."""
    layers, others = ([layer["name"] for layer in description_of(one)["layers"]] for one in (trace, other))
    if layers == others:
        return
    pairs = itertools.zip_longest(layers, others, fillvalue="missing")
    number, (name, other_name) = next((i, pair) for i, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    print(f"judge-activations: {other}/trace.yaml: layer {number} is {other_name}, in {trace}/trace.yaml {name}; expected traces "
          "of one network on several inputs; judge another network by a command of its own", file=sys.stderr)
    sys.exit(2)


def floor(simulator, options):
    """How far real activations lie from each other, and generated ones from those of another seed."""
    first, *others = options.traces
    for other in others:
        check_same_network(first, other)
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        trace = integers(simulator, scratch, first, options.prune)
        real = simulator.run(trace)
        for other in others:
            rows = simulator.run(integers(simulator, scratch, other, options.prune))
            print_row(first.name, f"real, of {other.name}, at equal products", compare(real, at_equal_products(rows, real)))
        layers = simulator.info(trace)
        for pattern in options.pattern:
            of_seed = []
            for seed in range(1, max(2, options.seeds) + 1):
                drawn = draw(simulator, scratch, layers, {}, pattern, seed)
                of_seed.append(simulator.run(with_drawn(scratch, trace, drawn, ["activations"])))
            for seed, rows in enumerate(of_seed[1:], 2):
                print_row(first.name, f"{pattern}, seed {seed} against seed 1", compare(of_seed[0], rows))


def judge(simulator, options):
    for trace in options.traces:
        for other in options.estimate:
            check_same_network(trace, other)
    print(HEAD)
    cases = [(pattern, pattern, {}) for pattern in options.pattern]
    cases += [(f"correlated, fitted to {other.name}", None, fitted_parameters(simulator, other)) for other in options.estimate]
    for given in options.traces:
        with tempfile.TemporaryDirectory() as folder:
            scratch = pathlib.Path(folder)
            trace, real = integers(simulator, scratch, given, options.prune), {}
            layers = simulator.info(trace)
            for case in cases:
                mean = judge_case(simulator, scratch, trace, layers, real, case, options)
                print_row(given.name, case[0], mean)


def measure(simulator, options):
    keys = ("autocorrelation_1", "autocorrelation_2", "autocorrelation_4", "autocorrelation_8", "channel_correlation",
            "tile_unevenness", "concentration", "border")
    print(f"| trace | layers | {' | '.join(keys)} | shared x cbrt(size) |\n|---|---:|" + "---:|" * (len(keys) + 1))
    for trace in options.traces:
        layers = simulator.info(trace, "--statistics")
        for layer in layers:
            layer["shape"] = [int(length) for length in layer["input"].split(" x ")]
        # Feature maps with zeros and a shared part: no images, no planes of one position.
        layers = [layer for layer in layers if layer["shape"][0] > 3 and layer["density"] < 0.99 and layer["shared"] is not None]
        cells = [f"{statistics.median(layer[key] for layer in layers if layer[key] is not None):.3f}" for key in keys]
        factors = [layer["shared"] * math.prod(layer["shape"]) ** (1 / 3) for layer in layers]
        print(f"| {trace.name} | {len(layers)} | {' | '.join(cells)} | {statistics.median(factors):.2f}, "
              f"mean {statistics.fmean(factors):.2f} |", flush=True)


def main():
    options = parse()
    simulator = Simulator(options.scnnsim)
    (measure if options.measure else floor if options.floor else judge)(simulator, options)


if __name__ == "__main__":
    main()
