"""A real Chromium with a profile of its own, without a network; tests that need it are skipped where it is not."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
ODD = 'A "pier" </script><script>window.hurt=1</script><!-- <b>&amp; \u2028 ‮ x'
WHY = "needs Chromium and chromedriver: apt-get install chromium chromium-driver"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --host-resolver-rules=MAP * ~NOTFOUND"
)


class Browser:
    """Chromium on one page: what a user sees and does there."""

    def __init__(self, driver: Any, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads

    def show(self, page: Path) -> None:
        self.driver.get(page.as_uri())

    def js(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def texts(self, selector: str) -> list[str]:
        return list(self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector))

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def click(self, selector: str) -> None:
        from selenium.webdriver.common.by import By

        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def choose(self, name: str, value: str) -> None:
        self.js(
            "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event(e.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}))",
            name,
            value,
        )

    def until(self, true: Callable[[], Any], seconds: float = 10) -> Any:
        end = time.monotonic() + seconds
        while not (value := true()):
            assert time.monotonic() < end, "it did not come to that"
            time.sleep(0.05)
        return value

    def downloaded(self, name: str) -> str:
        path = self.downloads / name
        self.until(path.is_file)
        return path.read_text(encoding="utf-8")

    def media(self, dark: bool) -> None:
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def size(self, width: int, height: int = 900) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def complaints(self) -> list[str]:
        """Return what stands in the console: errors, and what the page's own policy refused."""
        return [row["message"] for row in self.driver.get_log("browser") if row["level"] != "INFO"]

    def axe(self) -> list[str]:
        """Return the violations that axe-core finds."""
        import axe_core_python

        self.js(Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
        found = self.driver.execute_async_script("axe.run(document).then(arguments[0])")
        return [
            f"{rule['id']}: {node['html'][:120]} {json.dumps(node['any'])[:300]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]


@contextmanager
def browser(folder: Path, *, scripts: bool = True) -> Iterator[Browser]:
    """Start Chromium with an empty profile."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(WHY)
    pytest.importorskip("selenium", reason="selenium is not installed: pip install 'captioncheck[dev]'")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    downloads = folder / "downloads"
    downloads.mkdir()
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS.split(" --"):
        options.add_argument(f"--{flag.removeprefix('--')}")
    options.add_argument(f"--user-data-dir={folder / 'profile'}")
    preferences: dict[str, Any] = {"download.default_directory": str(downloads)}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Browser(driver, downloads)
    finally:
        driver.quit()
