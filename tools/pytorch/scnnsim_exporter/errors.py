# SPDX-License-Identifier: Apache-2.0
"""The user's mistakes."""


class ExportError(Exception):
    """What the model, its input or the arguments have wrong; the message says what was expected."""
