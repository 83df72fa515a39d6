// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace/import_options.h"

#include "traces/layer.h"

namespace scnnsim {

CommandLine options_of_import() {
  CommandLine options(
      "scnnsim trace import",
      "Makes a trace of an ONNX model: real weights, and the activations of a run on the given input. Opset "
      "7 and\n"
      "later. Convolutions and fully-connected layers come in; BatchNormalization and arithmetic with "
      "constants are\n"
      "folded into them. A layer that cannot come in is named with the reason.\n\n"
      "An image becomes (pixel - mean) x scale, pixels of 0 ... 255. PyTorch's (x / 255 - m) / s is --mean "
      "255m\n"
      "--scale 1/(255s) in numbers. Several inputs make one trace each, DIR/NAME, after the names of the "
      "files.",
      "  scnnsim trace import resnet.onnx --input cat.png --mean 123.7,116.3,103.5 --scale "
      "0.0171,0.0175,0.0174 "
      "--out cat\n"
      "  scnnsim trace import model.onnx --input data=x.npy --input mask=m.npy --quantize per-channel --out "
      "trace\n"
      "  scnnsim trace import model.onnx --input a.png --input b.png --size 224 --out images\n");
  options.positional("MODEL", "the model, a file .onnx")
      .repeated("input", "[NAME=]FILE",
                "input: .npy, an ONNX tensor .pb, PNG or JPEG; NAME where the model has several; several "
                "files for one "
                "input are several images")
      .value("out", "DIR", "folder to write; needed")
      .value("mean", "M[,M,M]",
             "images: what is subtracted from each pixel, or from each channel's (default: 0)")
      .value("scale", "S[,S,S]", "images: factor after that (default: 1/255, or 1 for an input of integers)")
      .value("channels", "rgb|bgr", "images: order of the channels (default: rgb)")
      .value("size", "N|ROWSxCOLUMNS",
             "images: stretched to this size (default: the model's, or the image's own)")
      .value("images", "N", "the first N images only")
      .value("quantize", "per-tensor|per-channel",
             "write int8 tensors, with one scale of weights per layer or per filter, instead of floats")
      .value("granularity", "G",
             "how the weights were pruned: " + choices<Granularity>() +
                 " (default: as the zeros show, per layer)")
      .value("layers", "A,B", "these layers only; a name with a comma stands in double quotes")
      .value("name", "NAME", "name of the network (default: the file's)")
      .flag("force", "replace the folder if it is an older trace");
  return options;
}

}  // namespace scnnsim
