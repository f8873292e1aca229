"""Which events are sent, to whom, with what, and when."""

from __future__ import annotations

import pytest

from rill.protocol.web import ClientMessage
from rill.protocol.web import WebOperation as Op

from .scene import Scene

BUTTONS = '<div data-r="1" data-on="click keydown"><p data-r="2"><button data-r="3" data-on="{}">press <b data-part="word">me</b></button></p></div>'


async def test_a_press_says_where_and_how(scene: Scene) -> None:
    page = await scene.open(BUTTONS.format("click"))
    box = await page.evaluate("(({x, y}) => ({x, y}))(document.querySelector('button').getBoundingClientRect())")
    await page.keyboard.down("Shift")
    await page.mouse.click(box["x"] + 5, box["y"] + 10)
    await page.keyboard.up("Shift")
    guest, event, node, type, fields = await scene.event()
    # The nearest one hears it, and no other.
    assert (guest, event, node, type) == (0, 1, 3, "click")
    assert fields == {"mods": 1, "detail": 1, "button": 0, "pointer": "mouse", "x": 0.5, "y": 0.5}
    await page.click("b")
    *_, fields = await scene.event()
    assert fields["part"] == "word"
    await page.click("p", position={"x": 300, "y": 5})
    *_, node, type, fields = await scene.event()
    assert (node, type, fields["target"]) == (1, "click", 2)


async def test_keys_go_up_to_all_that_listen_unless_one_stops_them(scene: Scene) -> None:
    page = await scene.open(BUTTONS.format("keydown:kEnter,kArrowDown,p"))
    await page.focus("button")
    await page.keyboard.press("ArrowDown")
    assert [(await scene.event())[2:4], (await scene.event())[2:4]] == [[3, "keydown"], [1, "keydown"]]
    assert scene.received[0][5] == {"key": "ArrowDown", "repeat": False}
    await page.keyboard.press("x")
    assert (await scene.event())[2] == 1
    await scene.patch([Op.MORPH, 3, ["button", {"data-on": "keydown:kx%2C,kx,s"}, ["y"]]])
    await page.keyboard.press("x")
    assert (await scene.event())[2:4] == [3, "keydown"]
    # Enter is not wanted here any more, so the button is pressed by it.
    await page.keyboard.press("Enter")
    assert [(await scene.event())[2:4], (await scene.event())[2:4]] == [[1, "keydown"], [1, "click"]]
    assert scene.received[-1][5]["detail"] == 0


async def test_what_is_prevented_does_not_happen(scene: Scene) -> None:
    page = await scene.open(
        '<input type="checkbox" data-r="1" data-on="click:p"><a href="#x" data-r="2" data-on="click:p">x</a>'
    )
    await page.click("input")
    await page.click("a")
    assert [(await scene.event())[2], (await scene.event())[2]] == [1, 2]
    assert await page.evaluate("[document.querySelector('input').checked, location.hash]") == [False, ""]


async def test_characters_that_are_written_are_not_offered_around(scene: Scene) -> None:
    page = await scene.open(
        '<div data-r="1" data-on="keydown"><input data-r="2"></div><div data-r="3" data-on="keydown:b"><input data-r="4"></div>'
    )
    await page.focus("input")
    await page.keyboard.press("a")
    await page.keyboard.press("Escape")
    assert (await scene.event())[2:] == [
        1,
        "keydown",
        {"key": "Escape", "repeat": False, "target": 2, "value": "a", "version": 1, "caret": [1, 1]},
    ]
    await page.focus('[data-r="4"]')
    await page.keyboard.press("a")
    assert (await scene.event())[2] == 3
    assert len(scene.received) == 2


async def test_what_does_not_bubble_is_for_its_own_node(scene: Scene) -> None:
    page = await scene.open(
        '<div data-r="1" data-on="focus toggle scroll"><details data-r="2" data-on="toggle"><summary>s</summary></details>'
        '<pre data-r="3" data-on="scroll">1\n2\n3\n4\n5\n6\n7\n8</pre><button data-r="4"></button></div>'
    )
    await page.evaluate("document.styleSheets[0].insertRule('pre { height: 40px; overflow: auto }')")
    await page.focus("button")
    await page.evaluate("document.querySelector('pre').scrollTop = 40")
    *_, node, type, fields = await scene.event()
    assert (node, type) == (3, "scroll")
    assert fields["scroll"][1] == 2
    assert fields["scroll"][3] == 2
    assert fields["scroll"][5] == 8
    await page.evaluate("document.querySelector('details').open = true")
    assert (await scene.event())[2:] == [2, "toggle", {"version": 1, "open": True}]


async def test_a_focus_that_stays_in_its_node_is_no_event(scene: Scene) -> None:
    page = await scene.open(
        '<fieldset data-r="1" data-on="focus blur"><input type="radio" name="g" id="a"><input type="radio" name="g" id="b"></fieldset>'
        '<div data-r="2" data-on="focusin"><button data-r="3" data-on="focus blur" id="c">x</button></div><button data-r="4" id="d">y</button>'
    )
    for id in ("a", "b", "a", "c", "d", "b"):
        await page.focus(f"#{id}")
    # Between nodes it is told, whoever is around them.
    found = [(await scene.event())[2:4] for _ in range(6)]
    assert found == [[1, "focus"], [1, "blur"], [3, "focus"], [2, "focusin"], [3, "blur"], [1, "focus"]]
    assert len(scene.received) == 6


async def test_a_pointer_enters_and_leaves_a_node_once(scene: Scene) -> None:
    page = await scene.open(
        '<button data-r="1" data-on="pointerenter pointerleave"><b>one</b> <i>two</i></button>'
        '<div data-r="2" data-on="pointerenter pointerleave"><span data-r="3" data-on="pointerenter">three</span></div>'
    )
    for place in ("b", "i", "b", "span"):
        await page.hover(place)
    await page.mouse.move(390, 390)
    found = [(await scene.event())[2:4] for _ in range(5)]
    assert found == [
        [1, "pointerenter"],
        [1, "pointerleave"],
        [2, "pointerenter"],
        [3, "pointerenter"],
        [2, "pointerleave"],
    ]
    assert len(scene.received) == 5


async def test_modules_tell_events_of_their_own(scene: Scene) -> None:
    page = await scene.open('<rill-x data-r="1" data-on="rill-range"><b data-r="2"></b></rill-x>')
    await page.evaluate(
        "document.querySelector('rill-x').dispatchEvent(new CustomEvent('rill-range', {detail: [1, {a: 'b'}]}))"
    )
    assert (await scene.event())[2:] == [1, "rill-range", {"data": [1, {"a": "b"}]}]


async def test_pictures_say_how_large_they_are(scene: Scene) -> None:
    scene.files["x.svg"] = ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>')
    await scene.open("")
    await scene.patch(
        [Op.CREATE, [1, "img", {"src": "x.svg", "data-on": "load error"}]], [Op.PLACE, 0, 1, None],
        [Op.CREATE, [2, "img", {"src": "/nothing.png", "data-on": "load error"}]], [Op.PLACE, 0, 2, None],
    )  # fmt: skip
    found = sorted([(await scene.event())[2:], (await scene.event())[2:]])
    assert found[0] == [1, "load", {"size": [30, 20]}]
    assert found[1][:2] == [2, "error"]


@pytest.mark.parametrize("late", ["connector.js", "module-core-elements.js"])
async def test_pictures_that_were_there_before_the_script_tell_of_it_once(scene: Scene, late: str) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0"/></svg>'
    scene.files["x.svg"] = ("image/svg+xml", drawing.format('width="30" height="20"'))
    scene.files["plain.svg"] = ("image/svg+xml", drawing.format('viewBox="0 0 3 2"'))
    scene.hold_script(late)
    page = await scene.open(
        '<img data-r="1" src="x.svg" data-on="load error"><p data-r="2" data-on="error"><img src="/nothing.png"></p>'
        '<img data-r="3" src="plain.svg" data-on="load error"><img data-r="4" data-on="load error"><img data-r="5" src="x.svg" data-on="click">',
        around='<img src="x.svg" id="host">{}',
        live=False,
    )
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await page.evaluate("() => { document.querySelector('#host').onload = () => { document.title = 'again' }; }")
    if late != "connector.js":
        await scene.until(lambda: len(scene.hellos) == 1)
        scene.welcome()
    scene.is_welcoming = True
    scene.release_script()
    found = sorted([(await scene.event())[2:] for _ in range(3)])
    assert [event[:2] for event in found] == [[1, "load"], [2, "error"], [3, "load"]]
    assert found[0][2] == {"size": [30, 20]}
    # Those that come later tell by themselves.
    await scene.patch([Op.CREATE, [6, "img", {"src": "x.svg?6", "data-on": "load"}]], [Op.PLACE, 0, 6, None])
    assert (await scene.event())[2:] == [6, "load", {"size": [30, 20]}]
    assert len(scene.received) == 4
    assert await page.title() == "scene"


async def test_a_picture_that_tells_while_the_script_runs_does_so_once(scene: Scene) -> None:
    scene.files["x.svg"] = ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>')
    scene.hold_script()
    page = await scene.open(
        '<img data-r="1" src="x.svg" data-on="load"><img data-r="2" src="x.svg" data-on="load">', live=False
    )
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    # A browser may have an image for a moment before it says so: here until the page has just been taken over.
    await page.evaluate(
        """() => new MutationObserver((_, observer) => {
            observer.disconnect();
            document.images[0].dispatchEvent(new Event("load"));
        }).observe(document.body, {childList: true, subtree: true})"""
    )
    scene.is_welcoming = True
    scene.release_script()
    assert [(await scene.event())[2:4] for _ in range(2)] == [[1, "load"], [2, "load"]]
    assert await scene.call(1, "isFocused") == (True, False)
    assert scene.events == [(1, "load"), (2, "load")]


async def test_a_submit_says_what_is_in_the_form_and_never_leaves(scene: Scene) -> None:
    page = await scene.open(
        '<form data-r="1" action="/elsewhere" data-on="submit"><input name="a" value="1" data-r="2"><input type="file" name="f" data-r="5">'
        '<select multiple name="b" data-r="3"><option selected>x</option><option selected>y</option></select>'
        '<button name="c" value="go" data-r="4">Go</button></form><form data-r="6" action="/elsewhere"><button>Away</button></form>'
    )
    await page.click("text=Away")
    await page.click("text=Go")
    _, _, node, type, fields = await scene.event()
    assert (node, type) == (1, "submit")
    assert fields["entries"] == [["a", "1"], ["b", "x"], ["b", "y"], ["c", "go"]]
    assert fields["submitter"] == 4
    assert page.url == scene.address


async def test_the_last_of_a_burst_is_never_lost(scene: Scene) -> None:
    page = await scene.open(
        '<input data-r="1" data-on="input:d60000"><input data-r="2" data-on="input:t60000"><button data-r="3" data-on="click">x</button>'
    )
    await page.focus('[data-r="1"]')
    await page.keyboard.type("abc")
    await page.focus('[data-r="2"]')
    await page.keyboard.type("abc")
    # The first of what is throttled goes at once.
    *_, fields = await scene.event()
    assert (fields["value"], fields["version"]) == ("a", 1)
    assert scene.events == [(2, "input")]
    # An event that waits for nothing lets go of all that waits, in the order in which it was.
    await page.click("button")
    for node, value in ((1, "abc"), (2, "abc")):
        event = await scene.event()
        assert (event[2], event[4]["value"], event[4]["version"]) == (node, value, 3)
    assert (await scene.event())[2:4] == [3, "click"]


async def test_debounce_and_throttle_end_by_themselves(scene: Scene) -> None:
    page = await scene.open('<input data-r="1" data-on="input:d30"><input data-r="2" data-on="input:t30">')
    await page.evaluate(
        """() => {
            for (const field of document.querySelectorAll("input")) for (const text of ["a", "ab", "abc"]) {
                field.value = text;
                field.dispatchEvent(new Event("input", {bubbles: true}));
            }
        }"""
    )
    found = [(event[2], event[4]["value"]) for event in [await scene.event() for _ in range(3)]]
    assert found[0] == (2, "a")
    assert sorted(found[1:]) == [(1, "abc"), (2, "abc")]


async def test_two_guests_share_a_socket_and_nothing_else(scene: Scene) -> None:
    page = await scene.open(
        '<button data-r="1" data-on="click">one</button>',
        '<button data-r="1" data-on="click">two</button>',
        around="<h1>host</h1>{}",
    )
    await page.click("text=two")
    await page.click("text=one")
    assert [(await scene.event())[:3], (await scene.event())[:3]] == [[1, 1, 1], [0, 1, 1]]
    await scene.patch([Op.MORPH, 1, ["button", {"data-on": "click"}, ["zwei"]]], guest=1)
    assert [await scene.markup(0), await scene.markup(1)] == [
        '<button data-r="1" data-on="click">one</button>',
        '<button data-r="1" data-on="click">zwei</button>',
    ]
    assert len(scene.hellos) == 1
    assert [entry[0] for entry in scene.hellos[0][3]] == ["token 0", "token 1"]


@pytest.mark.parametrize(
    ("method", "args", "effect"),
    [
        ("focus", [], "document.activeElement.id"),
        ("select", [], "f.selectionEnd - f.selectionStart"),
        ("setSelectionRange", [1, 2], "f.selectionStart"),
        ("setCustomValidity", ["wrong"], "f.validationMessage"),
    ],
)
async def test_methods_of_fields_reach_the_field_inside(
    scene: Scene, method: str, args: list[object], effect: str
) -> None:
    page = await scene.open('<label data-r="1"><input id="f" value="abc" data-v="0"></label>')
    assert await scene.call(1, method, *args) == (True, None)
    expected = {"focus": "f", "select": 3, "setSelectionRange": 1, "setCustomValidity": "wrong"}
    assert await page.evaluate(effect.replace("f.", "document.getElementById('f').")) == expected[method]


@pytest.mark.parametrize("is_focused", [False, True])
async def test_a_field_says_whether_it_has_the_focus(scene: Scene, is_focused: bool) -> None:
    page = await scene.open('<label data-r="1"><input data-v="0"></label>')
    if is_focused:
        await page.focus("input")
    assert await scene.call(1, "isFocused") == (True, is_focused)


async def test_calls_are_answered_whatever_comes_of_them(scene: Scene) -> None:
    page = await scene.open(
        '<pre data-r="1">1\n2\n3\n4\n5\n6\n7\n8</pre><dialog data-r="2"></dialog><p data-r="3"></p><rill-x data-r="4"></rill-x>'
    )
    await page.evaluate(
        """() => {
            document.styleSheets[0].insertRule('pre { height: 40px; overflow: auto }');
            customElements.define("rill-x", class extends HTMLElement { rill = { add: (a, b) => a + b, no() { throw TypeError("never") } } });
        }"""
    )
    calls = [(1, "scrollTo", [None, 3, False]), (2, "showModal", []), (4, "add", [1, 2]), (4, "no", []), (3, "innerHTML", []), (3, "remove", []), (4, "constructor", []), (3, "showModal", [])]  # fmt: skip
    await scene.patch(*([Op.CALL, at + 1, node, method, args] for at, (node, method, args) in enumerate(calls)))
    answers = {(answer := await scene.answer())[1]: answer[2:] for _ in calls}
    assert [answers[at + 1][0] for at in range(len(calls))] == [True, True, True, False, False, False, False, False]
    assert answers[3][1] == 3
    assert answers[4][1] == "TypeError: never"
    assert answers[5][1] == "Error: no method innerHTML"
    assert await page.evaluate("[document.querySelector('pre').scrollTop, document.querySelector('dialog').open]") == [
        60,
        True,
    ]
    # One that is asked for again was carried out already.
    await scene.patch([Op.CALL, 2, 2, "close", []], [Op.CALL, 9, 2, "close", []])
    assert (await scene.answer())[1:] == [9, True, None]
    assert all(message[0] == ClientMessage.RESULT for message in scene.received)
