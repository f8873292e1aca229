"""MORPH: what stands becomes like another, with what it holds for a person."""

from __future__ import annotations

from typing import Any

import pytest

from rill.protocol.web import WebOperation as Op

from .scene import Scene


@pytest.mark.parametrize(
    ("served", "shape", "after"),
    [
        # Attributes that it does not name go.
        ('<p data-r="1" class="a" title="t">x</p>', ["p", {"class": "b"}, ["x"]], '<p data-r="1" class="b">x</p>'),
        # Static children by their place.
        (
            '<p data-r="1">a<!---->b<i>c</i></p>',
            ["p", None, ["a2", ["i", {"title": "t"}, ["c"]], ["u"]]],
            '<p data-r="1">a2<i title="t">c</i><u></u></p>',
        ),
        # The children of the node stay.
        (
            '<p data-r="1"><i data-r="2"></i></p>',
            ["p", {"class": "b"}, [0]],
            '<p data-r="1" class="b" data-h=""><i data-r="2"></i></p>',
        ),
        ('<p data-r="1"><!--r2-->text</p>', ["p", {"class": "b"}, [0]], '<p data-r="1" class="b" data-h="">text</p>'),
        (
            '<p data-r="1"><b>x</b><span data-h><i data-r="2"></i></span></p>',
            ["p", None, [["span", {"class": "n"}, [0]], ["b", None, ["y"]]]],
            '<p data-r="1"><span data-h="" class="n"><i data-r="2"></i></span><b>y</b></p>',
        ),
        # Also where the place is another one: deeper, higher, in another tag.
        (
            '<p data-r="1"><i data-r="2"></i></p>',
            ["p", None, [["b", None, ["icon"]], ["span", None, [0]]]],
            '<p data-r="1"><b>icon</b><span data-h=""><i data-r="2"></i></span></p>',
        ),
        (
            '<p data-r="1"><b>x</b><span data-h><i data-r="2"></i></span></p>',
            ["p", None, [0]],
            '<p data-r="1" data-h=""><i data-r="2"></i></p>',
        ),
        (
            '<p data-r="1"><span data-h><i data-r="2"></i></span></p>',
            ["p", None, [["em", None, [0]]]],
            '<p data-r="1"><em data-h=""><i data-r="2"></i></em></p>',
        ),
        # Another tag.
        (
            '<p data-r="1"><i data-r="2"></i></p>',
            ["h2", {"class": "b"}, [0]],
            '<h2 class="b" data-h="" data-r="1"><i data-r="2"></i></h2>',
        ),
        ('<p data-r="1">old</p>', ["h2", None, ["new"]], '<h2 data-r="1">new</h2>'),
        # What the page keeps to itself.
        (
            '<details data-r="1" open data-own="open hidden" hidden id="a"><summary>s</summary></details>',
            ["details", {"data-own": "open hidden", "open": False}, [["summary", None, ["t"]]]],
            '<details data-r="1" open="" data-own="open hidden" hidden="" id="a"><summary>t</summary></details>',
        ),
    ],
)
async def test_an_element_becomes_like_another(scene: Scene, served: str, shape: list[Any], after: str) -> None:
    page = await scene.open(served)
    await page.evaluate("window.child = document.querySelector('[data-r=\"2\"]')")
    await scene.patch([Op.MORPH, 1, shape])
    assert await scene.markup() == after
    assert await page.evaluate("!window.child || window.child === document.querySelector('[data-r=\"2\"]')")
    # It is found again.
    await scene.patch([Op.DELETE, 1])
    assert await scene.markup() == ""


async def test_nothing_is_written_that_is_so_already(scene: Scene) -> None:
    page = await scene.open('<p data-r="1" class="a" title="t" data-on="click">x<b>y</b></p>')
    await page.evaluate(
        """() => {
            window.records = [];
            new MutationObserver(found => window.records.push(...found.map(r => r.type))).observe(
                document.querySelector("p"), {subtree: true, attributes: true, childList: true, characterData: true});
        }"""
    )
    await scene.patch([Op.MORPH, 1, ["p", {"class": "a", "title": "t", "data-on": "click"}, ["x", ["b", None, ["y"]]]]])
    await scene.patch([Op.MORPH, 1, ["p", {"class": "a", "title": "u", "data-on": "click"}, ["x", ["b", None, ["z"]]]]])
    assert await page.evaluate("window.records") == ["attributes", "characterData"]


async def test_what_a_module_put_there_stays(scene: Scene) -> None:
    page = await scene.open('<p data-r="1"><i data-r="2"></i></p>')
    await page.evaluate(
        """() => {
            const own = document.createElement("u");
            own.setAttribute("data-m-own", "");
            document.querySelector("p").append(own);
            document.querySelector("i").setAttribute("data-m-x", "1");
        }"""
    )
    await scene.patch([Op.MORPH, 2, ["i", {"class": "a"}]], [Op.CREATE, [3, "b", None]], [Op.PLACE, 1, 3, None])
    await scene.patch([Op.ORDER, 1, [3, 2]])
    await scene.patch([Op.MORPH, 1, ["p", {"class": "a"}, [0]]])
    assert await page.evaluate("document.querySelector('p').innerHTML") == (
        '<b data-r="3"></b><i data-r="2" data-m-x="1" class="a"></i><u data-m-own=""></u>'
    )
    await scene.patch([Op.CLEAR, 1])
    assert await page.evaluate("document.querySelector('p').innerHTML") == '<u data-m-own=""></u>'


async def test_focus_scroll_and_selection_survive(scene: Scene) -> None:
    page = await scene.open(
        '<div data-r="1"><p data-r="2"><input data-r="3" value="some text" data-v="0"></p><p data-r="4">x</p>'
        '<textarea rows="2" data-r="5" data-v="0">1&#10;2&#10;3&#10;4&#10;5&#10;6&#10;7&#10;8</textarea></div>'
    )
    await page.evaluate(
        """() => {
            const input = document.querySelector("input");
            input.focus();
            input.setSelectionRange(2, 5);
            document.querySelector("textarea").scrollTop = 30;
            window.blurs = 0;
            document.addEventListener("blur", () => window.blurs++, true);
        }"""
    )
    state = """() => [document.activeElement.dataset.r, document.querySelector("input").selectionStart,
        document.querySelector("input").selectionEnd, document.querySelector("textarea").scrollTop, window.blurs]"""
    before = await page.evaluate(state)
    assert before[3] > 0
    await scene.patch([Op.MORPH, 3, ["input", {"class": "a"}]], [Op.MORPH, 2, ["p", {"class": "b"}, [0]]])
    assert await page.evaluate(state) == before
    await scene.patch([Op.ORDER, 1, [4, 2, 5]])
    assert await page.evaluate(state) == before
    # All three go round, and what has the focus is moved.
    await scene.patch([Op.ORDER, 1, [5, 4, 2]], [Op.PLACE, 1, 2, 5])
    assert await page.evaluate(state) == before
    await scene.patch([Op.MORPH, 2, ["section", None, [0]]])
    assert await page.evaluate(state) == before


async def test_browsers_that_take_the_focus_get_it_back(scene: Scene) -> None:
    page = await scene.open('<p data-r="1"><input data-r="2" data-on="focus blur"></p><p data-r="3"></p>')
    await page.focus("input")
    assert (await scene.event())[2:4] == [2, "focus"]
    await page.evaluate("delete Element.prototype.moveBefore")
    await scene.patch([Op.ORDER, 0, [3, 1]], [Op.PLACE, 0, 1, 3], [Op.PLACE, 3, 2, None])
    assert await page.evaluate("document.activeElement.dataset.r") == "2"
    # No one did that.
    assert scene.events == [(2, "focus")]


async def test_focus_goes_to_what_asks_for_it(scene: Scene) -> None:
    page = await scene.open('<input data-r="1">')
    await scene.patch([Op.CREATE, [2, "input", {"autofocus": True}]], [Op.PLACE, 0, 2, None])
    assert await page.evaluate("document.activeElement.dataset.r") == "2"
    await page.focus('[data-r="1"]')
    await scene.patch([Op.MORPH, 2, ["input", {"autofocus": True, "class": "a"}]])
    assert await page.evaluate("document.activeElement.dataset.r") == "1"
