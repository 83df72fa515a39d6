# SPDX-License-Identifier: Apache-2.0
"""Are packages checked before they are read, and their formats read as TensorFlow.js writes them?"""
import os
import stat
from unittest import mock

import numpy as np

from packaged_weights import plain, quantised
from real_networks import packages, tensorflow_js
from scnnsim_export import ExportError
from traces import TraceTest


class Formats(TraceTest):
    def test_objects_of_javascript(self):
        text = '{a:!0,$b_1:[.5,-.25,1e3,-2.5e-7,null],"c:d":"x,{:\\"y",e:{f:!1,g:[]}}},{},[1])(1)'
        self.assertEqual(
            tensorflow_js.parse_object(text),
            {"a": True, "$b_1": [0.5, -0.25, 1000, -2.5e-7, None], "c:d": 'x,{:"y', "e": {"f": False, "g": []}},
        )

    def test_weights_that_are_quantised_and_spread_over_files(self):
        values = np.array([[-1, -0.5], [0, 1.5]], np.float32)
        half = {"name": "h", "shape": [3], "dtype": "float32", "quantization": {"dtype": "float16"}}
        parts = [quantised("q", values, 0.5, -1.0), plain("p", 7.0), (half, np.array([1, 2, 3], np.float16).tobytes())]
        data = b"".join(part[1] for part in parts)
        manifest = [{"paths": ["one", "two"], "weights": [part[0] for part in parts]}]
        tensors = tensorflow_js.weights(manifest, {"one": data[:5], "two": data[5:]}.get)
        np.testing.assert_array_equal(tensors["q"], values)
        self.assertEqual((tensors["p"].tolist(), tensors["h"].tolist()), (7.0, [1, 2, 3]))
        with self.assertRaisesRegex(ValueError, "expected 14"):
            tensorflow_js.weights(manifest, {"one": data, "two": b"more"}.get)


class Packages(TraceTest):
    def npm(self, script: str):
        """A PATH on which npm is this script."""
        with open(self.path("npm"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(self.path("npm"), stat.S_IRWXU)
        return mock.patch.dict(os.environ, PATH=self.folder + ":/usr/bin:/bin")

    def test_other_contents_are_refused(self):
        with open(self.path(packages.NSFWJS.file), "wb") as file:
            file.write(b"something else")
        with self.assertRaisesRegex(ExportError, "SHA-256 is .* expected 4496790e.* for nsfwjs@4.3.0"):
            packages.fetch(packages.NSFWJS, self.folder)

    def test_no_network(self):
        with self.npm("echo 'npm error code ENOTFOUND' >&2; exit 1\n"):
            with self.assertRaisesRegex(
                ExportError, "status 1: npm error code ENOTFOUND; without network, put nsfwjs-4.3.0.tgz"
            ):
                packages.fetch(packages.NSFWJS, self.path("new"))

    def test_no_npm(self):
        with mock.patch.dict(os.environ, PATH=self.folder), self.assertRaisesRegex(ExportError, "npm is missing"):
            packages.fetch(packages.NSFWJS, self.path("new"))

    def test_what_npm_fetched_is_checked(self):
        with self.npm('[ "$1 $2 $3" = "pack nsfwjs@4.3.0 --pack-destination" ] && echo other >"$4/nsfwjs-4.3.0.tgz"\n'):
            with self.assertRaisesRegex(ExportError, "SHA-256"):
                packages.fetch(packages.NSFWJS, self.path("new"))
