"""What form fields hold while a person types, on links of every kind."""

from __future__ import annotations

from typing import Any

import pytest

from rill.protocol.web import FORCED, ClientMessage
from rill.protocol.web import WebOperation as Op

from .scene import Message, Scene

FIELD = '<input data-r="1" data-on="input" data-v="0">'
LATENCY_S = 0.15


def write(node: int, value: Any, version: int, tag: str = "input", **attributes: Any) -> list[Any]:
    return [Op.MORPH, node, [tag, {"data-on": "input", "$v": [value, version], **attributes}]]


async def value_of(scene: Scene, selector: str = "input") -> Any:
    return await scene.page.evaluate("selector => document.querySelector(selector).value", selector)


async def test_an_input_says_its_value_version_and_caret(scene: Scene) -> None:
    page = await scene.open('<input data-r="1" data-on="input change blur" value="x" data-v="4">')
    await page.focus("input")
    await page.keyboard.press("End")
    await page.keyboard.type("yz")
    await page.keyboard.press("Tab")
    found = [(await scene.event())[3:] for _ in range(4)]
    assert found == [
        ["input", {"value": "xy", "version": 5, "caret": [2, 2]}],
        ["input", {"value": "xyz", "version": 6, "caret": [3, 3]}],
        ["change", {"value": "xyz", "version": 6, "caret": [3, 3]}],
        ["blur", {"value": "xyz", "version": 6, "caret": [3, 3]}],
    ]


async def test_a_write_that_knows_less_is_not_shown(scene: Scene) -> None:
    page = await scene.open(FIELD)
    await page.focus("input")
    await page.keyboard.type("abc")
    await scene.patch(write(1, "a", 1), write(1, "ab", 2))
    assert await value_of(scene) == "abc"
    await scene.patch(write(1, "ABC", 3))
    assert await value_of(scene) == "ABC"
    await scene.patch(write(1, "forced", FORCED))
    assert await value_of(scene) == "forced"
    await page.keyboard.type("!")
    events = [await scene.event() for _ in range(4)]
    assert events[-1][4] == {"value": "forced!", "version": 4, "caret": [7, 7]}


@pytest.mark.parametrize("echo", [lambda text: text, str.upper])
async def test_fast_typing_on_a_slow_link_loses_no_key_and_moves_no_caret(scene: Scene, echo: Any) -> None:
    page = await scene.open('<input data-r="1" data-on="input" value="ad" data-v="0">')

    def answer(message: Message) -> None:
        fields = message[5]
        scene.say_patch(write(1, echo(fields["value"]), fields["version"]))

    scene.latency_s = LATENCY_S
    scene.on_event = answer
    await page.focus("input")
    await page.evaluate("document.querySelector('input').setSelectionRange(1, 1)")
    await page.keyboard.type("bc bc bc bc bc", delay=20)
    # Until the server has heard of what the field holds, and nothing is on its way.
    await scene.until(
        lambda: (
            scene.acknowledged.get(0)
            == scene.sequences[0]
            == scene.received[-1][2]
            == scene.received[-1][5]["version"]
            >= 14
        )
    )
    assert await value_of(scene) == echo("abc bc bc bc bcd")
    assert await page.evaluate("[document.querySelector('input').selectionStart]") == [15]


async def test_a_field_that_is_cleared_keeps_what_was_typed_meanwhile(scene: Scene) -> None:
    page = await scene.open('<input data-r="1" data-on="input keypress:kEnter" data-v="0">')
    await page.focus("input")
    await page.keyboard.type("one\ntw")
    # The answer to Enter, which knows of three keys.
    await scene.patch(write(1, "", 3))
    assert await value_of(scene) == "tw"
    await scene.until(lambda: len(scene.received) == 7)
    assert scene.received[-1][4:] == ["input", {"value": "tw", "version": 6, "caret": [2, 2]}]
    await page.keyboard.type("o")
    assert await value_of(scene) == "two"


@pytest.mark.parametrize(
    ("before", "caret", "after", "expected"),
    [
        ("abc", 1, "ABC", 1),
        ("ab", 2, "abc", 3),
        ("5551234", 3, "(555) 1234", 6),
        ("abcdef", 3, "abcxdef", 3),
        ("abc", 3, "", 0),
        ("abcdef", 2, "abef", 2),
    ],
)
async def test_the_caret_stays_where_the_person_writes(
    scene: Scene, before: str, caret: int, after: str, expected: int
) -> None:
    page = await scene.open(FIELD.replace("data-v", f'value="{before}" data-v'))
    await page.focus("input")
    await page.evaluate("at => document.querySelector('input').setSelectionRange(at, at)", caret)
    await scene.patch(write(1, after, 0))
    assert await page.evaluate(
        "[document.querySelector('input').value, document.querySelector('input').selectionStart]"
    ) == [after, expected]


async def test_an_input_method_is_left_alone_until_it_is_done(scene: Scene) -> None:
    page = await scene.open('<input data-r="1" data-on="input keydown" value="" data-v="0">')
    await page.focus("input")
    session = await page.context.new_cdp_session(page)
    await session.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    assert (await scene.event())[4]["value"] == "に"
    await scene.patch(write(1, "forced", FORCED))
    assert await value_of(scene) == "に"
    await session.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    await scene.patch(write(1, "に", 1))
    assert await value_of(scene) == "にほ"
    await session.send("Input.insertText", {"text": "日本"})
    # The last write came too late, and none was lost that did not.
    assert await value_of(scene) == "日本"
    await scene.until(lambda: scene.received[-1][5]["value"] == "日本")
    assert all(message[4] == "input" for message in scene.received)
    await scene.patch(write(1, "日本!", scene.received[-1][5]["version"]))
    assert await value_of(scene) == "日本!"


async def test_boxes_and_choices_are_fields(scene: Scene) -> None:
    page = await scene.open(
        '<input type="checkbox" data-r="1" data-on="click change" data-v="0"><select data-r="2" data-on="change" data-v="0"><option>a</option>'
        '<option selected>b</option></select><select multiple data-r="3" data-on="change" data-v="0"><option>a</option><option>b</option></select>'
        '<div data-r="4"><input type="radio" name="x" data-part="p" data-on="change" data-v="0"><input type="radio" name="x" checked data-part="q" data-v="0"></div>'
        '<details data-r="5" data-on="toggle" data-v="0"><summary data-on="click">s</summary></details>'
    )
    await page.click("input")
    assert [(fields := (await scene.event())[4])["value"], fields["version"]] == [True, 1]
    assert (await scene.event())[3:] == ["change", {"value": True, "version": 1}]
    await page.select_option('[data-r="2"]', "a")
    assert (await scene.event())[3:] == ["change", {"value": "a", "version": 1}]
    await page.select_option('[data-r="3"]', ["a", "b"])
    assert (await scene.event())[3:] == ["change", {"value": ["a", "b"], "version": 1}]
    await page.click('[data-part="p"]')
    assert (await scene.event())[2:] == [4, "change", {"value": True, "part": "p", "version": 2}]
    await page.click("summary")
    assert (await scene.event())[4]["open"] is True
    assert (await scene.event())[3:] == ["toggle", {"version": 1, "open": True}]
    # What the server writes is shown, and no event comes of it.
    options = [["option", None, ["a"]], ["option", None, ["b"]], ["option", None, ["c"]]]
    await scene.patch(
        [Op.MORPH, 1, ["input", {"type": "checkbox", "data-on": "change", "$v": [False, 1]}]],
        [Op.MORPH, 2, ["select", {"$v": ["c", 1]}, options]],
        [Op.MORPH, 3, ["select", {"multiple": True, "$v": [["c"], 1]}, options]],
        [Op.MORPH, 5, ["details", {"data-on": "toggle", "$v": [False, 1]}, [["summary", None, ["s"]]]]],
    )
    assert await page.evaluate(
        "[document.querySelector('input').checked, ...[...document.querySelectorAll('select')].map(s => [...s.selectedOptions].map(o => o.value)), document.querySelector('details').open]"
    ) == [False, ["c"], ["c"], False]
    await page.focus("input")
    await page.keyboard.press("Space")
    await scene.until(lambda: len(scene.received) == 8)
    assert scene.received[-1][5]["version"] == 2


async def test_new_fields_hold_what_they_are_made_with(scene: Scene) -> None:
    page = await scene.open("")
    select = [3, "select", {"$v": ["b", 2]}, [["option", None, ["a"]], ["option", None, ["b"]]]]
    row = ["label", None, [[1, "input", {"$v": ["x", 0]}]]]
    await scene.patch(
        [Op.TEMPLATE, 1, 2, row, [[0, 1]]],
        [Op.CREATE, [1, "textarea", {"$v": ["text", 0]}]], [Op.PLACE, 0, 1, None],
        [Op.CREATE, [2, "input", {"type": "checkbox", "$v": [True, 0]}]], [Op.PLACE, 0, 2, None],
        [Op.CREATE, select], [Op.PLACE, 0, 3, None],
        [Op.CLONES, 1, 10, 2, 0, None, [[None, {"$v": ["y", 0]}]]],
    )  # fmt: skip
    assert await page.evaluate(
        "[...document.querySelectorAll('input:not([type]), textarea, select')].map(e => e.value)"
    ) == ["text", "b", "x", "y"]
    assert await page.evaluate("document.querySelector('[type=checkbox]').checked")
    assert await page.evaluate("document.querySelector('select').dataset.v") == "2"


async def test_a_write_is_what_a_form_goes_back_to(scene: Scene) -> None:
    page = await scene.open('<form data-r="2"><input data-r="1" value="a" data-v="0"></form>')
    await scene.patch(write(1, "b", 0))
    await page.fill("input", "c")
    assert (await scene.event())[3] == "input"
    await scene.call(2, "reset")
    assert await value_of(scene) == "b"


async def test_what_was_changed_before_the_script_ran_is_told(scene: Scene) -> None:
    scene.hold_script()
    page = await scene.open(
        '<input data-r="1" data-on="input" data-v="0"><input type="checkbox" data-r="2" data-on="change" data-v="0">',
        live=False,
    )
    await page.fill("input", "early")
    await page.check("[type=checkbox]")
    scene.is_welcoming = True
    scene.release_script()
    assert (await scene.event())[2:] == [1, "input", {"value": "early", "version": 1, "caret": [5, 5]}]
    assert (await scene.event())[2:] == [2, "change", {"value": True, "version": 1}]


async def test_an_event_of_a_field_waits_for_what_knows_fields(scene: Scene) -> None:
    scene.hold_script("module-core-fields.js")
    page = await scene.open('<input data-r="1" data-on="input keypress:kEnter" data-v="0">', live=False)
    await scene.until(lambda: len(scene.hellos) == 1)
    scene.welcome()
    await page.focus("input")
    await page.keyboard.type("ab\n")
    scene.release_script()
    await scene.until(lambda: len(scene.received) > 0 and scene.received[-1][4] == "keypress")
    assert all((message[5]["value"], message[5]["version"]) == ("ab", 1) for message in scene.received)
    assert {message[4] for message in scene.received} == {"input", "keypress"}


async def test_what_was_written_outlives_the_session(scene: Scene) -> None:
    markup = '<form data-r="1"><input name="a" data-r="2" data-on="input" data-v="0"><input data-r="3" data-v="0" data-on="change"><input data-r="4" data-v="0"></form>'
    page = await scene.open(markup)
    await page.fill('[name="a"]', "mine")
    await page.fill('[data-r="3"]', "also mine")
    await page.focus('[name="a"]')
    await scene.until(lambda: len(scene.received) == 2)
    scene.is_welcoming = False
    await scene.cut()
    await scene.until(lambda: len(scene.hellos) == 2)
    scene.welcome(token="new", reset=True)
    item = [0, "div", None, [[21, "form", None, [
        [22, "input", {"name": "a", "data-on": "input", "$v": ["", 0]}],
        [23, "input", {"data-on": "change", "$v": ["", 0]}],
        [24, "input", {"$v": ["guest", 0]}],
    ]]]]  # fmt: skip
    scene.sequences[0] = 6
    await scene.snapshot([Op.CREATE, item])
    assert await page.evaluate("[...document.querySelectorAll('input')].map(e => [e.dataset.r, e.value])") == [
        ["22", "mine"], ["23", "also mine"], ["24", "guest"],
    ]  # fmt: skip
    await scene.until(lambda: len(scene.received) == 4)
    assert [message[3:] for message in scene.received[2:]] == [
        [22, "input", {"value": "mine", "version": 1, "caret": [4, 4]}],
        [23, "change", {"value": "also mine", "version": 1, "caret": [9, 9]}],
    ]
    # Ids of events go on.
    assert [message[2] for message in scene.received] == [1, 2, 3, 4]
    assert scene.received[-1][0] == ClientMessage.EVENT
