# SPDX-License-Identifier: Apache-2.0
"""What tools/judge-activations runs; it says what the options mean. Needs python3-yaml."""

import argparse
import csv
import io
import itertools
import json
import math
import pathlib
import re
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
    parser.add_argument("--pattern", action="append", default=[], type=check_pattern)
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


class UsageError(Exception):
    """What is asked for cannot be judged: the message says why."""


class SimulatorError(Exception):
    """The simulator has failed: its message, and the command."""

    def __init__(self, message, arguments):
        super().__init__(f"{message}judge-activations: scnnsim {' '.join(map(str, arguments))} failed")
        self.message = message


class Simulator:
    def __init__(self, program):
        self.program = program

    def __call__(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SimulatorError(done.stderr, arguments)
        return done.stdout

    def run(self, trace):
        """Counters of each layer. Timing alone: generated activations have no outputs to agree with."""
        text = self("run", trace, "--jobs", 1, "--values", "off", "--quiet", "--format", "csv")
        return {row["layer"]: row for row in csv.DictReader(io.StringIO(text)) if row["layer"] != "total"}

    def info(self, trace, *more):
        return json.loads(self("trace", "info", trace, "--format", "json", *more))["layers"]


def network_of(layers, parameters):
    """A network file with the shapes and densities of a trace, and the pattern and parameters of layers."""
    described = []
    for layer in layers:
        one = {key: layer[key] for key in KEYS}
        one["weight_density"] = layer["weights"]["density"]
        one["input_density"] = layer["activations"]["density"]
        if layer["name"] in parameters:
            one["activations"] = parameters[layer["name"]]
        described.append(one)
    return {"name": "judged", "layers": described}


def fitted_parameters(simulator, trace):
    parameters = {}
    for layer in simulator.info(trace, "--statistics"):
        given = {"concentration": (0.01, 1e6), "spectrum": (0, 4), "shared": (0, 1), "border": (-5, 5)}
        fitted = {key: min(max(layer[key], low), high) for key, (low, high) in given.items() if layer[key] is not None}
        parameters[layer["layer"]] = {"pattern": "correlated", **fitted}
    return parameters


ROOTS = {"sqrt": 1 / 2, "cbrt": 1 / 3}


def value_of(text, size):
    """A parameter's value, 0.03 or 2/cbrt(size), where the activations are `size`."""
    law = re.fullmatch(r"(.+)/(sqrt|cbrt)\(size\)", text)
    return float(law[1]) / size ** ROOTS[law[2]] if law else float(text)


def parse_pattern(pattern):
    """Name and parameters of correlated,shared=0.03."""
    name, *parameters = pattern.split(",")
    return name, dict(parameter.partition("=")[::2] for parameter in parameters)


def check_pattern(pattern):
    """The pattern; argparse reports what is wrong with a value."""
    name, parameters = parse_pattern(pattern)
    if len(parameters) != pattern.count(","):
        raise argparse.ArgumentTypeError(f"{pattern}: a parameter is given twice; expected NAME[,KEY=VALUE]...")
    for key, text in parameters.items():
        if not key:
            raise argparse.ArgumentTypeError(f"{pattern}: a parameter has no name; expected NAME[,KEY=VALUE]...")
        try:
            value_of(text, 1)
        except ValueError:
            raise argparse.ArgumentTypeError(
                f"{pattern}: {key} is {text or 'missing'}; expected a number, NUMBER/sqrt(size) or NUMBER/cbrt(size)") from None
    return pattern


def parameters_of_layers(layers, pattern):
    """For each layer the pattern with its parameters there; size is C x H x W."""
    name, texts = parse_pattern(pattern)
    return {layer["name"]: {"pattern": name, **{key: value_of(text, layer["C"] * layer["H"] * layer["W"])
                                               for key, text in texts.items()}} for layer in layers}


def draw(simulator, scratch, layers, parameters, seed, *options):
    """A generated trace with the shapes and densities of `layers`, and the pattern and parameters of each."""
    network, drawn = scratch / "network.yaml", scratch / "drawn"
    network.write_text(yaml.safe_dump(network_of(layers, parameters), sort_keys=False))
    simulator("trace", "generate", "--network", network, "--granularity", "element", "--output-density", "none", "--seed",
              seed, "--out", drawn, "--force", *options)
    return drawn


def check_patterns(simulator, options):
    """Throws UsageError where the simulator refuses a pattern, a parameter or a value in a layer of a trace. One layer is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        for trace, pattern in itertools.product(options.traces, options.pattern):
            layers = simulator.info(trace)
            try:
                draw(simulator, pathlib.Path(folder), layers, parameters_of_layers(layers, pattern), 1, "--layers", layers[-1]["name"])
            except SimulatorError as error:
                reason = re.sub(r"^scnnsim: error: (.*/network\.yaml:\d+: )?", "", error.message.strip())
                raise UsageError(f"--pattern {pattern}, {trace.name}: {reason}") from None


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
    parameters = case[1]
    drawn_weights = ["weights"] if options.weights == "generated" else []
    results = []
    for seed in range(1, options.seeds + 1):
        drawn = draw(simulator, scratch, layers, parameters, seed)
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
    """Throws UsageError where layers of two traces have other names."""
    layers, others = ([layer["name"] for layer in description_of(one)["layers"]] for one in (trace, other))
    if layers == others:
        return
    pairs = itertools.zip_longest(layers, others, fillvalue="missing")
    number, (name, other_name) = next((i, pair) for i, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    raise UsageError(f"{other}/trace.yaml: layer {number} is {other_name}, in {trace}/trace.yaml {name}; expected traces of one "
                     "network on several inputs; judge another network by a command of its own")


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
                drawn = draw(simulator, scratch, layers, parameters_of_layers(layers, pattern), seed)
                of_seed.append(simulator.run(with_drawn(scratch, trace, drawn, ["activations"])))
            for seed, rows in enumerate(of_seed[1:], 2):
                print_row(first.name, f"{pattern}, seed {seed} against seed 1", compare(of_seed[0], rows))


def judge(simulator, options):
    for trace in options.traces:
        for other in options.estimate:
            check_same_network(trace, other)
    print(HEAD)
    fitted = [(f"correlated, fitted to {other.name}", fitted_parameters(simulator, other)) for other in options.estimate]
    for given in options.traces:
        with tempfile.TemporaryDirectory() as folder:
            scratch = pathlib.Path(folder)
            trace, real = integers(simulator, scratch, given, options.prune), {}
            layers = simulator.info(trace)
            cases = [(pattern, parameters_of_layers(layers, pattern)) for pattern in options.pattern]
            for case in cases + fitted:
                mean = judge_case(simulator, scratch, trace, layers, real, case, options)
                print_row(given.name, case[0], mean)


MEDIANS = ("autocorrelation_1", "autocorrelation_2", "autocorrelation_4", "autocorrelation_8", "channel_correlation",
           "tile_unevenness", "density")
# Defaults of `correlated`: a mean over the layers, of what, and its number of digits.
LAWS = {"concentration x sqrt(size)": 0, "spectrum": 2, "shared x cbrt(size)": 2, "border": 2}


def feature_maps(layers):
    """Layers whose activations have zeros, positions and a shared part: no images, no planes of one position."""
    for layer in layers:
        channels, rows, columns = (int(length) for length in layer["input"].split(" x "))
        layer["size"] = channels * rows * columns
        fitted = all(layer[key] is not None for key in ("shared", "spectrum", "concentration"))
        if channels > 3 and rows * columns > 4 and layer["density"] < 0.99 and fitted:
            yield layer


def defaults_of(layers):
    """What the layers say about each default. A concentration beyond 0.05 ... 100 says that channels are alike or of one
    kind each; a spectrum beyond 2.5 that a plane of a few positions is smooth."""
    concentrations = [math.log(min(max(layer["concentration"], 0.05), 100) * layer["size"] ** ROOTS["sqrt"]) for layer in layers]
    return {"concentration x sqrt(size)": math.exp(statistics.fmean(concentrations)),
            "spectrum": statistics.fmean(min(layer["spectrum"], 2.5) for layer in layers),
            "shared x cbrt(size)": statistics.fmean(layer["shared"] * layer["size"] ** ROOTS["cbrt"] for layer in layers),
            "border": statistics.fmean(layer["border"] or 0 for layer in layers)}


def mean_defaults(defaults):
    """Of several traces, each counting alike; of concentrations the geometric mean."""
    means = {key: statistics.fmean(one[key] for one in defaults) for key in LAWS}
    key = "concentration x sqrt(size)"
    means[key] = statistics.geometric_mean(one[key] for one in defaults)
    return means


def defaults_cells(defaults):
    return " | ".join(f"{defaults[key]:.{digits}f}" for key, digits in LAWS.items())


def measure(simulator, options):
    print(f"| trace | layers | {' | '.join(MEDIANS)} | {' | '.join(LAWS)} |\n|---|---:|" + "---:|" * (len(MEDIANS) + len(LAWS)))
    defaults = []
    for trace in options.traces:
        layers = list(feature_maps(simulator.info(trace, "--statistics")))
        if not layers:
            print(f"judge-activations: {trace}: no layer has a feature map with zeros; it is left out", file=sys.stderr)
            continue
        defaults.append(defaults_of(layers))
        medians = [[layer[key] for layer in layers if layer[key] is not None] for key in MEDIANS]
        cells = [f"{statistics.median(values):.3f}" if values else "-" for values in medians]
        print(f"| {trace.name} | {len(layers)} | {' | '.join(cells)} | {defaults_cells(defaults[-1])} |", flush=True)
    if len(defaults) > 1:
        print(f"| mean | |{' |' * len(MEDIANS)} {defaults_cells(mean_defaults(defaults))} |")


def main():
    options = parse()
    simulator = Simulator(options.scnnsim)
    try:
        if not options.measure:
            check_patterns(simulator, options)
        (measure if options.measure else floor if options.floor else judge)(simulator, options)
    except UsageError as error:
        print(f"judge-activations: {error}", file=sys.stderr)
        sys.exit(2)
    except SimulatorError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
