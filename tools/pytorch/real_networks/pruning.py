# SPDX-License-Identifier: Apache-2.0
"""Magnitude pruning of a PyTorch network, layer by layer, by grains (Mao et al., CVPRW 2017, section 3)."""
import torch
from torch import nn
from torch.nn.utils import prune

GRAINS = {
    "element": lambda shape: 1,
    "vector": lambda shape: shape[3],
    "kernel": lambda shape: shape[2] * shape[3],
    "filter": lambda shape: shape[1] * shape[2] * shape[3],
}


def grain_mask(weights: torch.Tensor, granularity: str, density: float) -> torch.Tensor:
    """1 for the round(density x grains) grains of largest L1 norm, 0 for the others; weights are (K, C, R, S)."""
    grains = weights.detach().abs().reshape(-1, GRAINS[granularity](weights.shape))
    kept = grains.sum(1).sort(descending=True, stable=True).indices[: round(density * len(grains))]
    mask = torch.zeros_like(grains)
    mask[kept] = 1
    return mask.reshape(weights.shape)


def prune_network(network: nn.Module, granularity: str, density: float):
    """Prunes all convolutions but the depthwise ones. A pruned filter loses its bias, too."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d) and module.weight.shape[1] > 1:
            mask = grain_mask(module.weight, granularity, density)
            prune.custom_from_mask(module, "weight", mask)
            if granularity == "filter" and module.bias is not None:
                module.bias.data = module.bias.data * mask[:, 0, 0, 0]
