#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reports of `scnnsim report` in a real browser: Debian's chromium, headless, driven by selenium.

    report_test.py SCNNSIM [FOLDER]

Writes screenshots of every view, light, dark and narrow, to FOLDER (default: a folder that is removed), to be looked
at, and the picture for README.md (report.png).
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import Browser

SOURCE = pathlib.Path(__file__).resolve().parents[2]
TRACE = SOURCE / "traces/digits-vector-0.30"
LARGER = ["pe_array.rows=4", "pe_array.columns=4", "multiplier_array.f=16", "multiplier_array.i=4", "accumulator.banks=128"]
HOSTILE = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "=HYPERLINK(\"http://x\")", "a\u2028b\u202ec"]
CHARTS = {
    "overview": ["overview-cycles"],
    "layers": ["owners", "energy", "references", "traffic", "utilisations", "roofline"],
    "inside": ["pe-owners", "distribution", "groups", "group-waits", "input-density", "weight-density"],
    "compare": ["difference", "both"],
    "timeline": ["timeline"],
    "sweep": ["sweep-scatter", "parallel"],
}
scnnsim = None
shots = None


def run(*arguments):
    subprocess.run([scnnsim, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_results(folder):
    """Two runs, one of somebody else with hostile names, and a sweep with an invalid point."""
    run("run", TRACE, "--detail", "groups", "--quiet", "--out", folder / "small-pes")
    run("run", TRACE, "--quiet", "--out", folder / "large-pes", *[part for one in LARGER for part in ("--set", one)])
    run("run", TRACE, "--quiet", "--out", folder / "hostile")
    file = folder / "hostile/results.json"
    results = json.loads(file.read_text())
    for layer, name in zip(results["layers"], HOSTILE):
        layer["layer"] = name
        energies = layer["energy_pj_by_component"]
        energies["<b>" + name] = energies.pop("iaram")
    results["trace"]["network"] = HOSTILE[0]
    file.write_text(json.dumps(results))
    sweep = folder / "sweep.yaml"
    sweep.write_text(f"trace: {TRACE}\naxes:\n  - grid:\n      weight_fifo.entries: [25, 50, 400]\n"
                     "      accumulator.banks: [16, 32]\n      pe_array.rows: [4, 8]\n      accumulator.entries: [1, 32]\n")
    subprocess.run([scnnsim, "sweep", sweep, "--out", folder / "fifo-sweep"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run("run", TRACE, "--layers", "conv4", "--quiet", "--timeline", folder / "window.json", "--cycles", "0:1000")
    run("report", folder / "small-pes", folder / "large-pes", folder / "fifo-sweep", "--timeline", folder / "window.json",
        "--out", folder / "report.html")
    make_crowd(folder)
    run("run", SOURCE / "traces/digits-element-0.30", "--quiet", "--out", folder / "element")
    run("report", folder / "small-pes", folder / "large-pes", folder / "element", "--out", folder / "traces.html")
    timeline = json.loads((folder / "window.json").read_text())
    timeline["otherData"]["layers"][0]["name"] = HOSTILE[3]
    timeline["otherData"]["network"] = HOSTILE[0]
    for event in timeline["traceEvents"]:
        if event["ph"] == "M" and "name" in event["args"]:
            event["args"]["name"] += HOSTILE[0]
        elif event["name"] in ("idle", "conv4"):
            event["name"] = HOSTILE[0]
    (folder / "hostile.json").write_text(json.dumps(timeline))
    run("report", folder / "hostile", "--timeline", folder / "hostile.json", "--out", folder / "hostile.html")


def make_crowd(folder):
    """Results with 60 layers, 15 of each of the trace's, which stand in the same places."""
    run("run", TRACE, "--quiet", "--detail", "layers", "--arch", "scnn", "--arch", "scnn_oracle", "--out", folder / "many")
    file = folder / "many/results.json"
    results = json.loads(file.read_text())
    results["layers"] = [{**layer, "layer": f"{layer['layer']} {i}"} for i in range(15) for layer in results["layers"]]
    file.write_text(json.dumps(results))
    run("report", folder / "many", "--out", folder / "many.html")


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="report-test-"))
        make_results(cls.folder)
        cls.browser = Browser(cls.folder / "profile", shots)
        cls.report, cls.many, cls.traces = (cls.folder / name for name in ("report.html", "many.html", "traces.html"))

    @classmethod
    def tearDownClass(cls):
        cls.browser.driver.quit()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def setUp(self):
        self.browser.size(1280)
        self.browser.media()
        for kind in ("browser", "performance"):
            self.browser.driver.get_log(kind)

    def tearDown(self):
        """No error, and no request beyond the file itself."""
        self.assertEqual(self.browser.driver.get_log("browser"), [])
        asked = []
        for entry in self.browser.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        others = [url for url in asked if not url.startswith((self.folder.as_uri(), "about:", "data:"))]
        self.assertEqual(others, [])

    def marks(self, chart):
        return self.browser.all(f'[data-chart="{chart}"] svg[tabindex] .mark, [data-chart="{chart}"] svg[tabindex] .line, [data-chart="{chart}"] svg[tabindex] .band')

    def test_every_chart_is_drawn_in_its_view(self):
        for view, charts in CHARTS.items():
            self.browser.open(self.report, view)
            for chart in charts:
                with self.subTest(chart=chart):
                    marks = self.marks(chart)
                    self.assertGreater(len(marks), 3)
                    self.assertTrue(marks[0].is_displayed())
            visible = [section.get_attribute("id") for section in self.browser.all("main > section") if section.is_displayed()]
            self.assertEqual(visible, [view])
            self.browser.shot(f"{view}-light")

    def test_dark_narrow_and_printed(self):
        self.browser.media(scheme="dark")
        for view in [*CHARTS, "definitions"]:
            self.browser.open(self.report, view)
            background = self.browser.js("getComputedStyle(document.documentElement).backgroundColor")
            self.assertLess(int(background.split("(")[1].split(",")[0]), 64)
            self.browser.shot(f"{view}-dark")
        self.browser.media()
        self.browser.size(400)
        for view in [*CHARTS, "definitions"]:
            self.browser.open(self.report, view)
            with self.subTest(view=view):
                self.assertLessEqual(self.browser.js("document.documentElement.scrollWidth"), 400)
            self.browser.shot(f"{view}-narrow", 400)
        self.browser.size(1280)
        self.browser.open(self.report)
        self.browser.media("print")
        self.assertTrue(all(section.is_displayed() for section in self.browser.all("main > section")))
        self.browser.shot("print")

    def test_click_sorts_a_table_between_its_totals(self):
        self.browser.open(self.report, "layers")
        head = self.browser.one('#layers-stalls th[data-name="cycles"] button')
        cycles = lambda: self.browser.js(
            "[...document.querySelectorAll('#layers-stalls tbody tr:not(.total) td[data-v]:nth-child(3)')].map(cell => Number(cell.dataset.v))")
        before = cycles()
        head.click()
        upwards = cycles()
        head.click()
        downwards = cycles()
        half = len(before) // 2
        self.assertEqual(upwards, sorted(before[:half]) + sorted(before[half:]))
        self.assertEqual(downwards, sorted(before[:half], reverse=True) + sorted(before[half:], reverse=True))
        self.assertEqual(head.find_element(By.XPATH, "..").get_attribute("aria-sort"), "descending")
        totals = self.browser.js("[...document.querySelectorAll('#layers-stalls tbody tr')].map(row => row.className)")
        self.assertEqual([i for i, name in enumerate(totals) if name == "total"], [half, 2 * half + 1])

    def test_focus_shows_a_definition_and_escape_hides_it(self):
        self.browser.open(self.report, "layers")
        head = self.browser.one('#layers-stalls th[data-name="share_barrier"] button')
        self.browser.js("arguments[0].focus()", head)
        tip = self.browser.one("#tip")
        self.assertIn("waiting for other PEs at the end of a step", tip.text)
        self.assertIn("cycles_barrier / (cycles x pes)", tip.text)
        head.send_keys(Keys.ESCAPE)
        self.assertFalse(tip.is_displayed())

    def test_arrow_keys_walk_over_marks_and_enter_opens_the_layer(self):
        self.browser.open(self.report, "layers")
        svg = self.browser.one('[data-chart="owners"] > svg')
        self.browser.js("arguments[0].focus()", svg)
        svg.send_keys(Keys.ARROW_RIGHT)
        self.assertRegex(self.browser.one("#tip").text, r"conv1, issue: [\d,]+ PE-cycles")
        svg.send_keys(Keys.ENTER)
        self.assertTrue(self.browser.one("#inside").is_displayed())
        self.assertIn("conv1", self.browser.one("#inside-charts h3").text)

    def test_click_on_a_bar_looks_inside_and_choices_change_the_picture(self):
        self.browser.open(self.report, "layers")
        self.browser.js("document.querySelector('[data-chart=\"owners\"]').scrollIntoView()")
        bars = self.marks("owners")
        bars[-1].click()
        self.assertIn("conv4", self.browser.one("#inside-charts h3").text)
        self.assertIn("48 of 64 PEs have no tile and are idle", self.browser.one("#inside .causes").text)
        self.assertIn("pe_array.rows=4 pe_array.columns=4 multiplier_array.f=16 multiplier_array.i=4 accumulator.banks=128",
                      self.browser.one("#inside .causes").text)
        self.assertIn("--set KEY=VALUE", self.browser.one("#how-to-try").text)
        for select in self.browser.all("#inside-charts select"):
            names = [option.text for option in Select(select).options]
            if "reads of weight fifo" in names:
                Select(select).select_by_visible_text("reads of weight fifo")
        self.assertEqual(len(self.marks("pe-counter")), 64)
        self.assertIn("reads of weight fifo", self.browser.one('[data-chart="pe-counter"] figcaption').text)
        Select(self.browser.one("#inside-charts select")).select_by_visible_text("large-pes")
        self.assertEqual(len(self.marks("pe-counter")), 16)
        self.assertIn("--detail groups", self.browser.one("#no-groups").text)
        self.browser.shot("inside-counter")

    def test_pes_without_a_tile_are_left_out_of_means(self):
        self.browser.open(self.report, "inside")  # conv4 on small-pes, of whose 64 PEs 16 have a tile
        self.assertEqual(len(self.marks("distribution")), 16)
        self.assertIn("16 PEs with a tile: mean", self.browser.one('[data-chart="distribution"] small').text)
        self.assertIn("48 PEs without a tile are left out", self.browser.one('[data-chart="group-waits"] small').text)
        waits = self.browser.js("waitsOfGroups(layerOf(report.machines[0], 'conv4').groups, 64, 48, 1)")
        cycles = self.browser.js("layerOf(report.machines[0], 'conv4').groups.cycles")
        # The waits of all groups but the last one are the cycles that PEs spend at barriers.
        barrier = self.browser.js("layerOf(report.machines[0], 'conv4').values.cycles_barrier")
        self.assertAlmostEqual(sum(16 * share * all for share, all in zip(waits[:-1], cycles)), barrier, places=6)
        self.browser.js("(chosen.counter = 'weight_fifo.reads', drawInside())")
        self.assertEqual(len(self.browser.all('[data-chart="pe-counter"] [fill="url(#fill-7)"]')), 48)
        self.assertIn("grey: no tile", self.browser.one('[data-chart="pe-counter"] small').text)

    def test_advice_is_told_from_reasons_for_none(self):
        self.browser.open(self.report, "inside")
        Select(self.browser.all("#inside-charts select")[1]).select_by_visible_text("conv2")
        causes = [cause.text for cause in self.browser.all("#inside .causes li")]
        self.assertGreater(len(causes), 1)
        for cause in causes:
            self.assertIn("No rule proposes a change: ", cause)
            self.assertNotIn("To try", cause)
        self.assertEqual(self.browser.all("#how-to-try"), [])

    def test_every_point_of_a_roofline_has_a_label(self):
        self.browser.open(self.many, "layers")
        texts = [label.text for label in self.browser.all('[data-chart="roofline"] .label')]
        points = len(self.marks("roofline"))
        self.assertEqual(points, 60)
        self.assertEqual(sorted(texts, key=int), [str(i + 1) for i in range(points)])
        names = [item.text for item in self.browser.all("#roofline-layers li")]
        self.assertEqual(names[0], "conv1 0")
        self.assertEqual(len(names), points)
        boxes = [(r["x"], r["y"], r["x"] + r["width"], r["y"] + r["height"])
                 for r in self.browser.js("[...document.querySelectorAll('[data-chart=\"roofline\"] .label')].map(one => one.getBoundingClientRect().toJSON())")]
        shrink = lambda box: (box[0] + 1, box[1] + 3, box[2] - 1, box[3] - 3)
        for i, one in enumerate(map(shrink, boxes)):
            for other in map(shrink, boxes[:i]):
                self.assertFalse(one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1])
        self.browser.shot("roofline-many")
        self.browser.size(400)
        self.browser.open(self.many, "layers")
        self.assertLessEqual(self.browser.js("document.documentElement.scrollWidth"), 400)
        self.browser.shot("roofline-many-narrow", 400)
        self.browser.open(self.report, "layers")
        self.assertEqual([label.text for label in self.browser.all('[data-chart="roofline"] .label')], ["conv1", "conv2", "conv3", "conv4"])

    def test_an_oracle_above_the_roof_is_remarked_on(self):
        self.browser.open(self.many, "layers")
        Select(self.browser.one("#layers-charts select")).select_by_visible_text("scnn_oracle")
        self.assertIn("Above the roof of DRAM, since scnn_oracle does not wait for DRAM: conv3 0, conv4 0, conv3 1", self.browser.one("#above-bandwidth").text)

    def test_other_traces_are_remarked_on(self):
        self.browser.open(self.report, "compare")
        self.assertEqual(self.browser.all("#different-traces"), [])
        self.browser.open(self.traces, "compare")
        self.assertIn("These runs are of different traces", self.browser.one("#different-traces").text)
        self.assertEqual(self.browser.all("#other-trace"), [])  # small-pes and large-pes
        Select(self.browser.all("#compare-charts select")[1]).select_by_visible_text("element")
        self.assertIn("Of different traces", self.browser.one("#other-trace").text)
        self.browser.shot("compare-traces")

    def test_values_of_an_axis_are_told_apart(self):
        self.browser.open(self.report, "sweep")
        styles = self.browser.js("""(() => {
          const points = d3.range(40).map(i => ({axes: ["value " + i]})), painted = colouring({axes: ["a"], points}, "a");
          return points.map(point => [painted.colour(point), painted.symbol(point), painted.dash(point)].join()); })()""")
        self.assertEqual(len(set(styles[:28])), 28)
        self.assertEqual(len(set(styles[28:])), 1)  # "12 others"
        self.assertNotIn(styles[28], styles[:28])
        titles = self.browser.js("""colouring({axes: ["a"], points: d3.range(40).map(i => ({axes: ["value " + i]}))}, "a").series.map(one => one.title)""")
        self.assertEqual(titles[-1], "12 others")
        numbers = self.browser.js("""colouring({axes: ["a"], points: d3.range(40).map(i => ({axes: [String(i)]}))}, "a").series.map(one => [one.title, one.colour])""")
        self.assertEqual([title for title, colour in numbers], ["0", "10", "20", "29", "39"])
        self.assertEqual(len({colour for title, colour in numbers}), 5)

    def test_comparison_tells_which_owner_the_difference_comes_from(self):
        self.browser.open(self.report, "compare")
        text = self.browser.one("#comparison-text").text
        self.assertIn("conv4 changes most: 4,880 cycles fewer; the largest change is in idle", text)
        rows = self.browser.js("[...document.querySelectorAll('#comparison tbody tr')].map(row => [...row.cells].map(cell => Number(cell.dataset.v)))")
        for row in rows:  # the owners' differences add up to that of the cycles
            self.assertAlmostEqual(sum(row[6:]), row[2] - row[1], places=3)

    def test_sweep_draws_its_front_and_tells_refused_points(self):
        self.browser.open(self.report, "sweep")
        self.assertGreater(len(self.browser.all('[data-chart="sweep-scatter"] .front')), 0)
        self.assertIn("invalid", self.browser.one("#sweep-1-refused").text)
        before = len(self.marks("sweep-scatter"))
        Select(self.browser.all("#sweep-charts-1 select")[0]).select_by_visible_text("area")
        self.assertEqual(len(self.marks("sweep-scatter")), before)
        self.assertIn("over area", self.browser.one('[data-chart="sweep-scatter"] figcaption').text)

    def window(self):
        """The cycles that the timeline shows."""
        found = re.match(r"Cycles ([\d,]+) to ([\d,]+)", self.browser.one("#timeline-window").text)
        return tuple(int(number.replace(",", "")) for number in found.groups())

    def timeline_svg(self):
        svg = self.browser.one('[data-chart="timeline"] > svg')
        self.browser.js("arguments[0].focus()", svg)
        return svg

    def test_timeline_tells_intervals_by_keys_and_pointer(self):
        self.browser.size(1280, 1800)  # the rows of all PEs
        self.browser.open(self.report, "timeline")
        svg, tip = self.timeline_svg(), self.browser.one("#tip")
        svg.send_keys(Keys.ARROW_RIGHT)
        told = re.search(r"pe_0_0, PE: \w+\ncycles? (\d+)(?: to (\d+))?", tip.text)
        self.assertTrue(told, tip.text)
        self.assertEqual(told.group(1), "0")
        svg.send_keys(Keys.ARROW_RIGHT)
        self.assertRegex(tip.text, rf"cycles? {int(told.group(2) or 0) + 1}\b")
        svg.send_keys(Keys.ARROW_DOWN)
        self.assertIn("pe_0_1, PE: ", tip.text)
        svg.send_keys(Keys.ESCAPE)
        self.assertFalse(tip.is_displayed())
        area = self.browser.one('[data-chart="timeline"] .pointed')
        self.browser.js("arguments[0].scrollIntoView()", svg)
        rows = {row.text: row for row in self.browser.all('[data-chart="timeline"] svg > text')}
        below = rows["pe_7_7"].rect["y"] + 4 - area.rect["y"] - area.rect["height"] / 2
        ActionChains(self.browser.driver).move_to_element_with_offset(area, 0, round(below)).perform()
        self.assertRegex(tip.text, r"pe_7_7, PE: idle\ncycles")

    def test_timeline_looks_closer_and_back(self):
        self.browser.size(1280, 1800)
        self.browser.open(self.report, "timeline")
        self.assertEqual(self.window(), (0, 999))
        self.timeline_svg().send_keys("+")
        self.assertEqual(self.window(), (250, 749))
        self.browser.driver.switch_to.active_element.send_keys("-")  # the chart that was drawn anew has the focus
        self.assertEqual(self.window(), (0, 999))
        area = self.browser.one('[data-chart="timeline"] .pointed')
        self.browser.js("arguments[0].scrollIntoView()", area)
        at = ActionChains(self.browser.driver).move_to_element_with_offset(area, 0, 40 - round(area.rect["height"] / 2))
        at.click_and_hold().move_by_offset(round(area.rect["width"] / 10), 0).release().perform()
        begin, end = self.window()
        self.assertAlmostEqual(begin, 500, delta=8)
        self.assertAlmostEqual(end, 600, delta=8)
        self.browser.shot("timeline-closer")
        for i, value in enumerate((500, 599)):
            self.browser.js("(arguments[0].value = arguments[1], arguments[0].dispatchEvent(new Event('change')))",
                            self.browser.all("#timeline-charts input")[i], value)
        self.assertEqual(self.window(), (500, 599))
        for button, window in {"Earlier": (450, 549), "Closer": (475, 524), "Later": (500, 549), "Whole": (0, 999)}.items():
            self.browser.one(f'[data-window="{button}"]').click()
            self.assertEqual(self.window(), window, button)

    def test_timeline_has_all_units_of_a_pe_and_the_owners_of_the_table(self):
        self.browser.open(self.report, "timeline")
        cells = self.browser.js("[...document.querySelectorAll('#timeline-1 tbody tr')].map(row => [...row.cells].slice(1).map(cell => Number(cell.dataset.v)))")
        self.assertEqual(len(cells), 64)
        self.assertEqual({sum(row) for row in cells}, {1000})  # every cycle has an owner
        self.assertIn(f"issue {100 * sum(row[0] for row in cells) / 64000:.1f} %", self.browser.one("#timeline-window").text)
        Select(self.browser.one("#timeline-charts select")).select_by_visible_text("all units of pe_1_1")
        labels = [row.text for row in self.browser.all('[data-chart="timeline"] svg > text')]
        for unit in ["barrier", "DRAM", "PE", "PPU", "halo link north", "weight FIFO entries", "queued products"]:
            self.assertIn(unit, labels)
        self.assertGreater(len(self.browser.all('[data-chart="timeline"] .counter')), 2)
        self.browser.shot("timeline-units")

    def test_copies_as_csv(self):
        self.browser.open(self.report, "layers")
        button = self.browser.one("#layers-charts ~ details .copy")
        button.click()
        self.browser.settle()
        time.sleep(0.2)
        self.assertEqual(button.text, "Copied")
        text = self.browser.js("csvOf(document.getElementById('layers-stalls'))").splitlines()
        self.assertTrue(text[0].startswith("run,layer,cycles,share_issue"))
        self.assertTrue(text[4].startswith("small-pes,conv4,7324,0.218"), text[4])

    def test_hostile_names_are_shown_as_text(self):
        for view in ["overview", "layers", "inside", "timeline"]:
            self.browser.open(self.folder / "hostile.html", view)
            self.browser.shot(f"hostile-{view}")
            self.assertEqual(self.browser.all("main script, main img, main b, svg script"), [])
        self.browser.open(self.folder / "hostile.html", "layers")
        self.assertIn(HOSTILE[0], self.browser.one("#layers-stalls").text)
        self.assertIn(HOSTILE[0], self.browser.one("h1").text)
        labels = self.browser.js("[...document.querySelectorAll('[data-chart=\"owners\"] title')].map(one => one.textContent)")
        self.assertEqual(labels[:2], HOSTILE[:2])
        self.assertEqual(labels[3], "a\\u2028b\\u202ec")
        csv = self.browser.js("csvOf(document.getElementById('layers-stalls'))")
        self.assertIn("\"'=HYPERLINK(", csv)

    def test_tables_are_there_without_scripts(self):
        self.browser.command("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.driver.get(f"{self.report.as_uri()}")
            for table in ["totals", "causes", "layers-stalls", "compare", "sweep-1"]:
                self.assertTrue(self.browser.one(f"#{table}").is_displayed(), table)
            self.assertEqual(self.browser.all("#layers-stalls button"), [])
            if shots:
                self.browser.driver.save_screenshot(str(shots / "without-scripts.png"))
        finally:
            self.browser.command("Emulation.setScriptExecutionDisabled", value=False)

    def test_picture_for_the_readme(self):
        self.browser.size(1000, 850)
        self.browser.open(self.report, "inside")
        self.assertEqual(self.browser.one("#inside-charts h3").text, "conv4 on small-pes")  # what waits most
        self.browser.js("document.querySelector('#inside-charts h3').scrollIntoView()")
        time.sleep(0.3)
        self.browser.picture("report")


if __name__ == "__main__":
    scnnsim = str(pathlib.Path(sys.argv[1]).resolve())
    if len(sys.argv) > 2 and not sys.argv[2].startswith("-"):
        shots = pathlib.Path(sys.argv.pop(2)).resolve()
        shots.mkdir(parents=True, exist_ok=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
