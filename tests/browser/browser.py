# SPDX-License-Identifier: Apache-2.0
"""Debian's chromium, headless, driven by selenium."""
import shutil
import time

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By


class Browser:
    """A chromium with a fresh profile, and what it asked for and complained about."""

    def __init__(self, profile, shots=None):
        """`shots`: the folder of the screenshots; None: there are none."""
        self.shots = shots
        options = webdriver.ChromeOptions()
        for argument in ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                         "--disable-component-update", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={profile}",
                         "--window-size=1280,900"]:
            options.add_argument(argument)
        options.binary_location = shutil.which("chromium")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = self.started(options)

    @staticmethod
    def started(options):
        """chromedriver gives chromium a minute, which a busy machine may exceed."""
        for attempts_left in (2, 1, 0):
            try:
                return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
            except WebDriverException:
                if attempts_left == 0:
                    raise

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def open(self, file, view=""):
        self.driver.get("about:blank")
        self.driver.get(f"{file.as_uri()}#{view}")
        self.settle()

    def settle(self):
        """A picture more, so that what was drawn is laid out."""
        self.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    def size(self, width, height=900):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        time.sleep(0.3)  # the page redraws a moment after the last change

    def media(self, media="", scheme="light"):
        self.command("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def js(self, script, *arguments):
        return self.driver.execute_script("return " + script, *arguments)

    def shot(self, name, width=None):
        """The whole page."""
        if self.shots is None:
            return
        height = min(6000, self.js("document.documentElement.scrollHeight"))
        self.command("Emulation.setDeviceMetricsOverride", width=width or 1280, height=height, deviceScaleFactor=1, mobile=False)
        time.sleep(0.2)
        self.driver.save_screenshot(str(self.shots / f"{name}.png"))
        self.size(width or 1280)

    def picture(self, name):
        """What is in the window."""
        if self.shots is not None:
            self.driver.save_screenshot(str(self.shots / f"{name}.png"))
