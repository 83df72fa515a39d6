# SPDX-License-Identifier: Apache-2.0
"""Trained networks out of npm packages, as PyTorch modules; tools/fetch-networks makes traces of them."""
