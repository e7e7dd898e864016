"""The admin's page in a browser: the app in its frame, pictures of it kept, and what axe says of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Frame, FrameLocator, Page

from demo.processes import Addresses

PICTURES = Path(__file__).parents[2] / "artefacts" / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PHONE = {"width": 320, "height": 640}
SECONDS = 1000
PATIENCE = 120 * SECONDS


@dataclass
class Admin:
    """One browser page that shows the app inside the sandbox's admin."""

    page: Page
    addresses: Addresses
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(30 * SECONDS)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str = "") -> FrameLocator:
        """Open one of the app's pages as the admin does."""
        self.page.goto(f"{self.addresses.sandbox}/admin/apps/lustre{path}")
        self.settled()
        return self.app

    @property
    def app(self) -> FrameLocator:
        """What the frame shows."""
        return self.page.frame_locator("iframe")

    @property
    def frame(self) -> Frame:
        """The frame itself."""
        return next(frame for frame in self.page.frames if frame.name == "app-iframe")

    def settled(self) -> None:
        """Wait until the page is there and its components are."""
        self.app.locator("#page:not([aria-busy])").wait_for()
        self.app.locator("s-page h1").first.wait_for()

    def keep(self, name: str) -> None:
        """Keep a picture at both widths."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            self.page.wait_for_timeout(250)
            self.page.screenshot(path=PICTURES / f"{name}-{size['width']}.png")

    def faults(self) -> list[str]:
        """Say what axe finds wrong on the page in the frame."""
        return faults(self.frame)

    def is_wider_than_a_phone(self) -> bool:
        """Whether the page would scroll sideways on the narrowest phone."""
        return is_wider_than_a_phone(self.page, self.frame)

    def at_rest(self) -> None:
        """Wait until nothing is under way: a page whose work ends while it comes up shows another one, rightly."""
        self.open()
        moving = "[data-poll*='progress'], [data-poll*='store']:not([data-steady])"
        self.app.locator(moving).first.wait_for(state="detached", timeout=PATIENCE)

    def shift(self) -> float:
        """How much the page's parts jumped while it came up, as the web vitals count it."""
        self.page.wait_for_timeout(500)
        return float(self.frame.evaluate(_SHIFT))

    def largest_paint(self) -> float:
        """How many milliseconds it took until the largest part of the page was painted."""
        self.page.wait_for_timeout(500)
        return float(self.frame.evaluate(_LARGEST_PAINT))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str, *, most: int = 60) -> None:
        """Press Tab until the control of that name has the focus."""
        for _ in range(most):
            self.press("Tab")
            if name in str(self.frame.evaluate(_FOCUSED)):
                return
        raise AssertionError(f"{name!r} cannot be reached with Tab")


_FOCUSED = """() => {
  let at = document.activeElement;
  const told = [];
  while (at) {
    told.push(at.getAttribute("aria-label") ?? "", at.textContent.trim());
    at = at.shadowRoot?.activeElement;
  }
  return document.activeElement === document.body ? "" : told.join(" | ").slice(0, 300);
}"""

_LARGEST_PAINT = """() => new Promise((told) => {
  let at = Infinity;
  const observer = new PerformanceObserver((list) => { at = list.getEntries().at(-1).startTime; });
  observer.observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => told(at), 200);
})"""

_SHIFT = """() => new Promise((told) => {
  let sum = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  });
  observer.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 200);
})"""


def is_wider_than_a_phone(page: Page, frame: Frame | None = None) -> bool:
    """Whether a document would scroll sideways on the narrowest phone."""
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(150)
    wide = (frame or page).evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    page.set_viewport_size(WIDE)
    return bool(wide)


def faults(frame: Frame | Page) -> list[str]:
    """Say what axe finds wrong, by rule and element."""
    frame.evaluate(Axe().axe_script)
    found: dict[str, Any] = frame.evaluate("axe.run()")
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]
