# SPDX-License-Identifier: Apache-2.0
"""Small networks in the styles that people write. `seen` holds, by the layer's name in the trace, what each layer's written
tensor must be; only references are kept, so that the data flow is what it would be without."""
import torch
import torch.nn.functional as F
from torch import nn


def random_statistics(network: nn.Module, seed: int = 1) -> nn.Module:
    """Batch norms as training leaves them."""
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.running_mean.normal_(0, 0.3, generator=generator)
            module.running_var.uniform_(0.5, 2, generator=generator)
            module.weight.data.normal_(1, 0.2, generator=generator)
            module.bias.data.normal_(0, 0.3, generator=generator)
    return network


def made(network_class, *arguments) -> nn.Module:
    torch.manual_seed(7)
    return random_statistics(network_class(*arguments))


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride, inplace):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=inplace)
        self.inplace = inplace
        self.down = (
            nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
            if stride > 1
            else None
        )

    def forward(self, x, seen, name):
        y = seen[f"{name}.conv1"] = self.relu(self.bn1(self.conv1(x)))
        y = seen[f"{name}.conv2"] = self.bn2(self.conv2(y))
        other = x if self.down is None else self.down(x)
        if self.inplace:
            y += other
        else:
            y = y + other
        y = seen[f"{name}.conv2" if self.down is None else f"{name}.down.0"] = self.relu(y)
        return y


class ResNetLike(nn.Module):
    """A stem with pooling, a block with the identity, a block with a stride, global pooling, a classifier."""

    def __init__(self, inplace=False):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 5, 2, 2)
        self.bn = nn.BatchNorm2d(8)
        self.a = ResidualBlock(8, 8, 1, inplace)
        self.b = ResidualBlock(8, 16, 2, inplace)
        self.c = ResidualBlock(16, 16, 1, inplace)
        self.fc = nn.Linear(16, 5)

    def forward(self, x):
        seen = self.seen = {}
        x = seen["stem"] = F.max_pool2d(F.relu(self.bn(self.stem(x)), inplace=self.a.inplace), 3, 2, 1)
        x = self.b(self.a(x, seen, "a"), seen, "b")
        x = self.c(x, seen, "c")
        x = seen["c.conv2"] = F.adaptive_avg_pool2d(x, 1)
        x = seen["fc"] = self.fc(torch.flatten(x, 1))
        return x


class InceptionLike(nn.Module):
    """Branches that are concatenated, with kernels of 1 x 5 and 5 x 1, padding "same" of an even kernel (or the same padding
    as an operator), pooling branches."""

    def __init__(self, explicit_padding=False):
        super().__init__()
        self.explicit_padding = explicit_padding
        self.stem = nn.Conv2d(3, 6, (2, 4), padding=0 if explicit_padding else "same")
        self.one = nn.Conv2d(6, 4, 1)
        self.reduce = nn.Conv2d(6, 3, 1, bias=False)
        self.row = nn.Conv2d(3, 4, (1, 5), padding=(0, 2), bias=False)
        self.column = nn.Conv2d(4, 5, (5, 1), padding=(2, 0))
        self.bn = nn.BatchNorm2d(5)
        self.pooled = nn.Conv2d(6, 2, 1)
        self.last = nn.Conv2d(11, 7, 3, stride=2, padding=0 if explicit_padding else "valid", dilation=2)

    def forward(self, x):
        seen = self.seen = {}
        if self.explicit_padding:
            x = F.pad(x, (1, 2, 0, 1))
        x = seen["stem"] = F.relu(self.stem(x))
        one = seen["one"] = F.relu(self.one(x))
        y = seen["reduce"] = F.relu(self.reduce(x))
        y = seen["row"] = torch.relu(self.row(y))
        y = seen["column"] = self.bn(self.column(y)).relu()
        z = seen["pooled"] = F.relu(self.pooled(F.avg_pool2d(x, 3, 1, 1)))
        x = torch.cat([one, y, z], 1)
        x = F.max_pool2d(x, 2)
        seen["one"], seen["column"], seen["pooled"] = x[:, :4], x[:, 4:9], x[:, 9:]
        x = seen["last"] = self.last(x)
        return x


class MobileNetLike(nn.Module):
    """Inverted residuals: 1 x 1 with ReLU6, depthwise with ReLU6, 1 x 1 without, and an addition without ReLU."""

    def __init__(self):
        super().__init__()
        self.expand = nn.Sequential(nn.Conv2d(4, 12, 1, bias=False), nn.BatchNorm2d(12), nn.ReLU6(inplace=True))
        self.depthwise = nn.Conv2d(12, 12, 3, 1, 1, groups=12, bias=False)
        self.bn = nn.BatchNorm2d(12)
        self.project = nn.Sequential(nn.Conv2d(12, 4, 1, bias=False), nn.BatchNorm2d(4))
        self.grouped = nn.Conv2d(4, 6, 3, 2, 1, groups=2)

    def forward(self, x):
        seen = self.seen = {}
        y = seen["expand.0"] = self.expand(x)
        y = seen["depthwise"] = F.relu6(self.bn(self.depthwise(y)))
        y = seen["project.0"] = self.project(y) + x
        y = seen["grouped"] = torch.clamp(self.grouped(y), 0, 6)
        return y


class Functional(nn.Module):
    """Weights as parameters, everything by torch.nn.functional and methods, padding by F.pad, a scale and a shift by hand."""

    def __init__(self):
        super().__init__()
        self.first = nn.Parameter(torch.randn(6, 3, 3, 3) * 0.3)
        self.offsets = nn.Parameter(torch.randn(6))
        self.scale = nn.Parameter(torch.rand(1, 6, 1, 1) + 0.5)
        self.second = nn.ParameterDict({"weight": nn.Parameter(torch.randn(4, 6, 3, 2) * 0.3)})
        self.matrix = nn.Parameter(torch.randn(16, 5) * 0.3)

    def forward(self, x):
        seen = self.seen = {}
        x = F.conv2d(F.pad(x, (1, 0, 2, 1)), self.first, stride=(2, 1), padding=(0, 1))
        x = seen["first"] = (x * self.scale + self.offsets.view(6, 1, 1)).clamp(min=0)
        x = F.conv2d(x, self.second["weight"], dilation=(1, 2))
        x = seen["second"] = F.adaptive_avg_pool2d(F.hardtanh(x, 0, 6), 2)
        x = seen["matrix"] = x.flatten(1) @ self.matrix
        return x


class SharedModule(nn.Module):
    """One convolution that is run twice, and one whose result is used and, if `tapped`, returned too."""

    def __init__(self, tapped=True):
        super().__init__()
        self.tapped = tapped
        self.shared = nn.Conv2d(4, 4, 3, padding=1)
        self.tap = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        seen = self.seen = {}
        x = seen["shared"] = F.relu(self.shared(x))
        x = seen["shared-2"] = F.relu(self.shared(x))
        y = seen["tap"] = self.tap(x)
        if self.tapped:
            return {"features": y, "scores": F.relu(y)}
        y = seen["tap"] = F.relu(y)
        return y


class DenseNetLike(nn.Module):
    """Batch norm and ReLU before the convolution, concatenation with what was before; squeeze and excitation."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.bn1, self.grow = nn.BatchNorm2d(4), nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn2, self.mix = nn.BatchNorm2d(8), nn.Conv2d(8, 6, 1)
        self.squeeze, self.excite = nn.Conv2d(6, 2, 1), nn.Conv2d(2, 6, 1)
        self.last = nn.Conv2d(6, 3, 3)

    def forward(self, x):
        seen = self.seen = {}
        x = seen["stem"] = self.stem(x)
        y = self.grow(F.relu(self.bn1(x)))
        y = F.relu(self.bn2(torch.cat([x, y], 1)))
        seen["grow"] = y[:, 4:]
        y = seen["mix"] = F.relu(self.mix(y))
        z = seen["squeeze"] = F.relu(self.squeeze(F.adaptive_avg_pool2d(y, 1)))
        y = seen["excite"] = y * F.hardsigmoid(self.excite(z))
        x = seen["last"] = self.last(y)
        return x


class OneDimensional(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(2, 4, 3, stride=2, padding=1, bias=False)
        self.bn = nn.BatchNorm1d(4)
        self.rows = nn.Linear(4, 6)
        self.vector = nn.Linear(24, 3, bias=False)

    def forward(self, x):
        seen = self.seen = {}
        x = F.max_pool1d(F.relu(self.bn(self.conv(x))), 2)
        seen["conv"] = x.unsqueeze(-1)
        x = F.relu(self.rows(x.transpose(1, 2)))
        seen["rows"] = x.transpose(1, 2).unsqueeze(-1)
        x = seen["vector"] = self.vector(x.flatten(1))
        return x


# By name: the network, and the shape of one image.
NETWORKS = {
    "resnet": (lambda: made(ResNetLike), (3, 32, 32)),
    "inception": (lambda: made(InceptionLike), (3, 17, 18)),
    "mobilenet": (lambda: made(MobileNetLike), (4, 10, 9)),
    "functional": (lambda: made(Functional), (3, 12, 11)),
    "shared": (lambda: made(SharedModule), (4, 8, 8)),
    "densenet": (lambda: made(DenseNetLike), (3, 7, 9)),
    "one_dimensional": (lambda: made(OneDimensional), (2, 16)),
}


def image(shape, seed: int = 3) -> torch.Tensor:
    return torch.randn((1,) + tuple(shape), generator=torch.Generator().manual_seed(seed))
