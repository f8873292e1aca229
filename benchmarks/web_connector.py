"""What a frame costs the script of a page: ``python -m benchmarks.web_connector [--quick]``.

In headless Chromium, from the bytes of a message to the elements that they make, without layout and paint; and in the
same page, turn by turn, a loop of cloneNode by hand, which knows its table and decodes nothing. The socket is a
stand-in, so that nothing of the network is measured. Needs Chromium and Playwright.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any, Final

import msgspec
from playwright.sync_api import Page, Route, sync_playwright

from benchmarks.report import Report
from rill.protocol.web import WEB_VERSION, ServerMessage, WebOperation

STATIC: Final = Path(__file__).resolve().parents[1] / "rill" / "host" / "web" / "static"
ROWS: Final = 1_000
SIZE: Final = 9
# A row of the js-framework-benchmark: seven elements, two texts that differ.
ROW_HTML: Final = (
    '<tr data-t="1"{0}><td class="a" data-i="1" data-x="2">{1}</td><td class="b" data-i="3" data-h>'
    '<a data-on="click" data-i="4" data-x="5">{2}</a></td><td class="a" data-i="6" data-h>'
    '<a data-on="click" data-i="7"><span class="x"></span></a></td><td class="c" data-i="8"></td></tr>'
)

# A WebSocket that sends what the page is told to, and keeps what the connector says.
STAND_IN: Final = """
window.WebSocket = class {
  readyState = 1;
  constructor() { window.socket = this; setTimeout(() => this.onopen()); }
  send() {}
  close() {}
};
window.bytesOf = text => Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer;
// The connector works in microtasks: the next task comes when it is done.
window.rest = () => new Promise(resolve => {
  const channel = new MessageChannel();
  channel.port1.onmessage = resolve;
  channel.port2.postMessage(0);
});
window.timed = async message => {
  const start = performance.now();
  window.socket.onmessage({ data: message });
  await window.rest();
  return performance.now() - start;
};
"""

BY_HAND: Final = """
() => {
  const body = document.querySelector("#hand");
  body.replaceChildren();
  const row = document.querySelector("#row").content.firstElementChild;
  const start = performance.now();
  for (let at = 0; at < 1000; at++) {
    const clone = row.cloneNode(true);
    const first = clone.firstChild;
    first.firstChild.nodeValue = at;
    first.nextSibling.firstChild.firstChild.nodeValue = "pretty red table " + at;
    body.append(clone);
  }
  return performance.now() - start;
}
"""


def _page(rows: int) -> str:
    """A page with a table, some of whose rows were served with it."""
    meta = {
        "version": WEB_VERSION,
        "socket": "/live",
        "modules": {"core-elements": "/module-core-elements.js"},
        "use": [],
        "guests": [{"token": "t", "sequence": 0}],
    }
    served = "".join(
        ROW_HTML.format(f' data-r="{10 + row * SIZE}"', row, f"pretty red table {row}") for row in range(rows)
    )
    content = json.dumps(meta).replace('"', "&quot;")
    return (
        f'<!doctype html><meta name="rill" content="{content}"><script type="module" src="/connector.js"></script>'
        f'<div class="rill" data-rill="0" data-r="0"><table data-r="1"><tbody data-h>{served}</tbody></table></div>'
        '<template data-rill="0" data-t="1" data-n="9" data-s="1,2 1,5">'
        + ROW_HTML.format("", "", "")
        + '</template><table><tbody id="hand"></tbody></table><template id="row">'
        + ROW_HTML.format("", "x", "x")
        + "</template>"
    )


def _frame(sequence: int, *operations: Any) -> str:
    return base64.b64encode(msgspec.msgpack.encode([ServerMessage.PATCH, 0, sequence, 0, list(operations)])).decode()


def _clones(round: int) -> list[Any]:
    base = 1_000_000 + round * ROWS * SIZE
    columns = [[str(row) for row in range(ROWS)], [f"pretty red table {row}" for row in range(ROWS)]]
    return [WebOperation.CLONES, 1, base, ROWS, 1, None, columns]


def _updates(round: int) -> list[Any]:
    base = 1_000_000 + round * ROWS * SIZE
    return [[WebOperation.PATCH, base + row * SIZE, 1, f"changed {row}"] for row in range(0, ROWS, 10)]


def _open(page: Page, rows: int) -> None:
    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name.endswith(".js"):
            route.fulfill(body=(STATIC / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=_page(rows), content_type="text/html")

    page.route("**/*", answer)
    page.goto("http://rill.test/")
    page.wait_for_function("window.socket !== undefined")
    welcome = base64.b64encode(msgspec.msgpack.encode([ServerMessage.WELCOME, 0, "t", 0, False])).decode()
    # The first frame waits for the part that makes elements.
    page.evaluate("async text => { await timed(bytesOf(text)); await new Promise(r => setTimeout(r, 300)); }", welcome)


def _timed(page: Page, frame: str) -> float:
    milliseconds: float = page.evaluate("text => timed(bytesOf(text))", frame)
    return milliseconds / 1_000


def main() -> None:
    report = Report("a frame in the script of a page, Chromium", sys.argv[1:])
    rounds = 5 if report.quick else 40
    creates: list[float] = []
    by_hand: list[float] = []
    updates: list[float] = []
    clears: list[float] = []
    firsts: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.add_init_script(STAND_IN)
        _open(page, 0)
        sequence = 0
        for round in range(rounds):
            creates.append(_timed(page, _frame(sequence + 1, _clones(round))))
            assert page.evaluate("document.querySelectorAll('.rill tr').length") == ROWS
            updates.append(_timed(page, _frame(sequence + 2, *_updates(round))))
            assert page.evaluate("document.querySelector('.rill tr a').textContent") == "changed 0"
            clears.append(_timed(page, _frame(sequence + 3, [WebOperation.CLEAR, 1])))
            assert page.evaluate("document.querySelectorAll('.rill tr').length") == 0
            sequence += 3
            by_hand.append(page.evaluate(BY_HAND) / 1_000)
        for _ in range(min(rounds, 10)):
            _open(page, ROWS)
            firsts.append(_timed(page, _frame(1, [WebOperation.PATCH, 10, 1, "first"])))
            assert page.evaluate("document.querySelector('.rill tr a').textContent") == "first"
        browser.close()
    report.samples("create 1,000 rows", creates)
    report.samples("the same by hand, cloneNode", by_hand)
    report.samples("update every 10th of 1,000 rows", updates)
    report.samples("clear 1,000 rows", clears)
    report.samples("first patch of a page with 1,000 rows, which looks them up", firsts)
    report.value("create, beside by hand", min(creates) / min(by_hand), "x")
    report.print()


if __name__ == "__main__":
    main()
