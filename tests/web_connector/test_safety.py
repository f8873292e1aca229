"""What the connector refuses, even if a server sent it; and the strict policy under which every test of this folder runs."""

from __future__ import annotations

from typing import Any

import pytest

from rill.protocol.web import WebOperation as Op

from .scene import Scene

CODE = "window.hacked = true"


@pytest.mark.parametrize(
    "tag",
    ["script", "SCRIPT", "iframe", "frame", "object", "embed", "base", "meta", "link", "style", "svg:script", "svg:style", "svg:set", "svg:animate"],
)  # fmt: skip
async def test_elements_that_run_or_load_something_are_not_made(scene: Scene, tag: str) -> None:
    page = await scene.open("")
    await scene.patch([Op.CREATE, [1, tag, {"src": "/x.js"}, [CODE]]], [Op.PLACE, 0, 1, None])
    assert await page.evaluate("document.querySelector('[data-r=\"1\"]').localName") == "rill-refused"
    assert not await page.evaluate("window.hacked")


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("img", {"onerror": CODE, "src": "/none.png"}),
        ("button", {"onClick": CODE}),
        ("p", {"style": "position: fixed"}),
        ("iframe", {"srcdoc": "<script>parent.hacked = true</script>"}),
        ("a", {"href": "javascript:" + CODE}),
        ("a", {"href": " \x01java\nscript:" + CODE}),
        ("a", {"HREF": "JaVaScRiPt:" + CODE}),
        ("svg:a", {"xlink:href": "javascript:" + CODE}),
        ("form", {"action": "javascript:" + CODE}),
        ("button", {"formaction": "javascript:" + CODE}),
        ("img", {"src": "data:image/svg+xml,<svg/>"}),
        ("a", {"href": "vbscript:x"}),
    ],
)
@pytest.mark.parametrize("operation", ["create", "morph"])
async def test_attributes_that_run_something_are_not_written(
    scene: Scene, operation: str, tag: str, attributes: dict[str, Any]
) -> None:
    page = await scene.open('<p data-r="2"></p>')
    if operation == "create":
        await scene.patch([Op.CREATE, [1, tag, attributes, ["x"]]], [Op.PLACE, 0, 1, None])
    else:
        await scene.patch([Op.MORPH, 2, [tag, attributes, ["x"]]])
    names = await page.evaluate(
        "[...document.querySelectorAll('.rill > :not([role])')].flatMap(e => e.getAttributeNames())"
    )
    assert not {name.lower() for name in attributes if name != "src" or "data:" in attributes[name]} & set(names)
    scene.wrong[:] = [line for line in scene.wrong if "404" not in line]


@pytest.mark.parametrize(
    "message",
    [b"", b"\xc1", b"\x93\x01", b"\x95\x01\x00\x01\x00\xdd\xff\xff\xff\xff", b"\x95\x01\x00\x01\x00\x91\x92\x0f\x01", b"\xc7\x01\x01\x00"],
)  # fmt: skip
async def test_nonsense_closes_the_socket_and_the_page_lives(scene: Scene, message: bytes) -> None:
    page = await scene.open('<button data-r="1" data-on="click">x</button>')
    scene.say_bytes(message)
    await scene.until(lambda: len(scene.hellos) == 2)
    assert scene.hellos[1][3][0][1] == -1
    await page.click("button")
    assert (await scene.event())[2:4] == [1, "click"]
    assert len(scene.wrong) == 1
    scene.wrong.clear()


async def test_texts_are_never_markup(scene: Scene) -> None:
    page = await scene.open('<p data-r="1"><!--r2--></p>')
    text = "<img src=x onerror='" + CODE + "'>"
    await scene.patch(
        [Op.TEXT, 2, text], [Op.CREATE, [3, "p", {"title": text}, [text, [4, text]]]], [Op.PLACE, 0, 3, None]
    )
    assert await page.evaluate("[...document.querySelectorAll('p:not([role])')].map(e => e.textContent)") == [
        text,
        text + text,
    ]
    assert not await page.evaluate("window.hacked")
