"""The desk without a mouse: signing in, taking a problem, asking, publishing, printing, tables out and in."""

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open
from tests.e2e.server import NAME, PASSWORD, Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATIENCE = 60_000
#: So many stops a person goes on with Tab before he takes the mouse.
MOST_STOPS = 120
#: Where the focus is: whether on what is looked for, and whether people see it.
STOP = """(wanted) => {
  const here = document.activeElement;
  if (here === null || !here.matches(wanted)) return 'elsewhere';
  const box = (here.closest('label') ?? here).getBoundingClientRect();
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  return inside && box.width > 0 && here.matches(':focus-visible') ? 'seen' : 'unseen';
}"""


class Keys:
    """Somebody whose mouse is broken."""

    def __init__(self, page: "Page") -> None:
        self.page = page

    def to(self, wanted: str) -> None:
        """Tab to it, wherever the focus is."""
        self.page.wait_for_selector(wanted, state="attached", timeout=PATIENCE)
        for _ in range(MOST_STOPS):
            found = self.page.evaluate(STOP, wanted)
            if found != "elsewhere":
                assert found == "seen", f"{wanted} has the focus and nobody sees it"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {wanted} by keyboard")

    def press(self, wanted: str, key: str = "Enter") -> None:
        """Tab to it and press the key."""
        self.to(wanted)
        self.page.keyboard.press(key)

    def write(self, wanted: str, text: str) -> None:
        self.to(wanted)
        self.page.keyboard.type(text)

    def open(self, name: str) -> None:
        """A page of the desk, by the head or by the menu behind it."""
        link = self.page.locator(f"nav a[data-page={name}]")
        if link.evaluate("one => getComputedStyle(one).visibility") == "hidden":
            self.press("[data-do=more]")
            self.press(f"[data-more={name}]")
        else:
            self.press(f"nav a[data-page={name}]")
        self.page.wait_for_selector(f"nav a.here[data-page={name}]", state="attached")


COUNTED = """
window.pointed = 0;
for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
  addEventListener(kind, () => window.pointed++, true);
"""


def test_the_desk_is_worked_without_a_mouse(shop: Shop, open_page: Open) -> None:
    shop.manager.command(
        "raise_problem",
        **{"problem": "by-keys", "problem_kind": "drawing", "machine": "fitting_bench-1", "note": ""},
    )
    page = open_page(f"{shop.base}/login?lang=en")
    page.context.add_init_script(COUNTED)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.reload()
    keys = Keys(page)
    keys.write("#username", NAME)
    keys.write("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")

    # What can be printed of the plan; Escape closes it, and one goes on from where one was.
    keys.press("[data-do=print]")
    keys.to("[name=what]")
    keys.to("[data-do=pdf]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-do=pdf]", state="detached")
    assert page.evaluate(STOP, "[data-do=print]") == "seen"

    keys.open("problems")
    keys.press("[data-problem=by-keys] .problem-acts .control")
    page.wait_for_selector("[data-problem=by-keys][data-status=acknowledged]")
    keys.press("[data-problem=by-keys] .problem-acts .control:last-child")
    page.keyboard.type("drawing is there")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-problem=by-keys]", state="detached")

    keys.open("ask")
    keys.write("[data-pick=mold]", "M2621")
    page.wait_for_selector("[data-asked=ready]", timeout=PATIENCE)

    keys.open("excel")
    with page.expect_download():
        keys.press("[data-sheet=operations] button")
    page.evaluate("navigator.clipboard.writeText('operation\\trun_minutes\\nM2630-P1-10\\t66\\n')")
    keys.press(".excel-paste textarea", "Control+v")
    page.wait_for_selector("[data-preview=takes]", timeout=PATIENCE)
    keys.press("[data-do=take]")
    page.wait_for_selector("[data-taken]", timeout=PATIENCE)
    assert shop.operations()["M2630-P1-10"]["run_minutes"] == 66

    keys.open("versions")
    known = page.locator("[data-version]").count()
    keys.press(".fresh-head button")
    page.wait_for_selector("[data-draft=ready]", timeout=2 * PATIENCE)
    keys.write(".publish input", "by keyboard")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-version] >> text=by keyboard", timeout=PATIENCE)
    assert page.locator("[data-version]").count() > known

    keys.press(".avatar")
    keys.press(".head .menu button")
    page.wait_for_url("**/login**")
    assert page.evaluate("window.pointed") == 0
