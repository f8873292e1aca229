"""What happens when the socket breaks, and when the server says more than patches."""

from __future__ import annotations

from typing import Any

import pytest

from rill.protocol.web import WEB_VERSION, ServerMessage
from rill.protocol.web import WebOperation as Op

from .scene import Scene

BUTTON = '<button data-r="1" data-on="click">x</button><p data-r="2">0</p>'


async def state_of(scene: Scene) -> Any:
    return await scene.page.evaluate(
        "(e => [e.dataset.rillState ?? null, e.hasAttribute('inert'), e.querySelector('.rill-status').textContent])(document.querySelector('.rill'))"
    )


async def test_the_first_message_says_who_comes_and_how_large_a_cell_is(scene: Scene) -> None:
    await scene.open("<p></p>", config={"guests": [{"token": "secret", "sequence": 7}]})
    assert scene.hellos == [[1, WEB_VERSION, [10, 20, 1280, 720], [["secret", 7, 0]]]]
    assert await scene.page.evaluate("document.querySelector('.rill-status').role") == "status"
    await scene.page.set_viewport_size({"width": 800, "height": 600})
    await scene.until(lambda: scene.metrics == [10, 20, 800, 600])
    await scene.page.set_viewport_size({"width": 1280, "height": 720})


async def test_what_was_done_while_there_was_no_socket_runs_once(scene: Scene) -> None:
    page = await scene.open(BUTTON)
    await page.click("button")
    await scene.patch([Op.MORPH, 2, ["p", None, ["1"]]])
    # The server hears of the next one, and the network breaks before it can say so.
    await page.click("button")
    await scene.until(lambda: len(scene.received) == 2)
    scene.refuses_sockets = True
    await scene.cut()
    await page.wait_for_selector("[data-rill-state=offline]")
    await page.click("button")
    scene.refuses_sockets = False
    await scene.until(lambda: len(scene.hellos) == 2)
    # The new token, what was applied last, and the last event that was made.
    assert scene.hellos[1][3] == [["token 0 again", 1, 3]]
    await scene.until(lambda: len(scene.received) == 4)
    assert [message[2] for message in scene.received] == [1, 2, 2, 3]
    assert await state_of(scene) == [None, False, ""]
    # An empty frame covers them, and needs no acknowledgement.
    scene.ran[0] = 3
    scene.say(ServerMessage.PATCH, 0, 1, 3, [])
    await scene.cut()
    await scene.until(lambda: len(scene.hellos) == 3)
    await page.click("button")
    await scene.until(lambda: len(scene.received) == 5)
    assert scene.received[-1][2] == 4
    scene.wrong.clear()


async def test_events_wait_for_the_welcome(scene: Scene) -> None:
    page = await scene.open(BUTTON, live=False)
    await scene.until(lambda: len(scene.hellos) == 1)
    await page.click("button")
    await page.evaluate("new Promise(requestAnimationFrame)")
    assert scene.received == []
    scene.welcome()
    assert (await scene.event())[1:4] == [1, 1, "click"]


async def test_frames_that_came_already_are_passed_over_and_missing_ones_asked_for(scene: Scene) -> None:
    page = await scene.open(BUTTON)
    await scene.patch([Op.MORPH, 2, ["p", None, ["1"]]])
    scene.say(ServerMessage.PATCH, 0, 1, 0, [[Op.MORPH, 2, ["p", None, ["again"]]]])
    await scene.patch([Op.MORPH, 1, ["button", None, ["y"]]])
    assert await page.inner_text("p") == "1"
    scene.sequences[0] = 5
    scene.say_patch([Op.MORPH, 2, ["p", None, ["later"]]])
    await scene.until(lambda: len(scene.hellos) == 2)
    assert scene.hellos[1][3][0][1] == -1
    assert scene.wrong.pop() == "error: frames are missing"


async def test_a_frame_that_does_not_fit_brings_the_whole_anew(scene: Scene) -> None:
    page = await scene.open(BUTTON)
    scene.say_patch([Op.MORPH, 2, ["p", None, ["half"]]], [Op.TEXT, 99, "x"])
    await scene.until(lambda: len(scene.hellos) == 2)
    assert scene.hellos[1][3][0][1] == -1
    await page.evaluate("window.button = document.querySelector('button')")
    scene.sequences[0] = 11
    await scene.snapshot(
        [
            Op.CREATE,
            [0, "div", {"class": "rill"}, [[1, "button", {"data-on": "click"}, ["x"]], [2, "p", None, ["whole"]]]],
        ]
    )
    assert await scene.markup() == '<button data-r="1" data-on="click">x</button><p data-r="2">whole</p>'
    assert await page.evaluate("window.button === document.querySelector('button')")
    assert scene.wrong.pop() == "error: no node 99"


async def test_a_snapshot_keeps_what_stands(scene: Scene) -> None:
    template = '<template data-rill="0" data-t="1" data-n="3" data-s="1,2"><li data-t="1"><input data-i="1" data-v="0"><!--i2--></li></template>'
    rows = "".join(
        f'<li data-r="{base}" data-t="1"><input data-i="1" data-v="0"><!--i2-->{base}</li>' for base in (10, 20, 30)
    )
    page = await scene.open(
        f'<h1 data-r="1"><!--r2-->old</h1><ul data-r="3">{rows}</ul><p data-r="4">gone</p>', around="{}" + template
    )
    await page.fill("li:nth-child(2) input", "typed")
    await page.evaluate("window.before = [...document.querySelectorAll('h1, ul, li, input')]")
    shape = ["li", None, [[1, "input", {"data-v": 0}], [2]]]
    await scene.snapshot(
        [Op.TEMPLATE, 5, 3, shape, [[1, 2]]],
        [Op.CREATE, [0, "div", {"class": "rill new"}, [[3, "ul", None, [0]], [1, "h1", {"title": "t"}, [[2, "new"]]]]]],
        [Op.CLONES, 5, 30, 1, 3, None, [["thirty"]]],
        [Op.CLONES, 5, 20, 1, 3, None, [["twenty"]]],
        [Op.CLONES, 5, 40, 1, 3, None, [["forty"]]],
    )
    assert await page.evaluate("[...document.querySelectorAll('.rill > *, li')].map(e => `${e.localName} ${e.dataset.r} ${e.textContent}`)") == [
        "ul 3 thirtytwentyforty", "li 30 thirty", "li 20 twenty", "li 40 forty", "h1 1 new", "p undefined ",
    ]  # fmt: skip
    assert await page.evaluate("document.querySelector('.rill').className") == "rill new"
    # h1, ul and the rows 20 and 30 with their fields are those that were there.
    assert await page.evaluate("window.before.map(e => e.isConnected)") == [
        True,
        True,
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    assert await page.evaluate("document.activeElement.value") == "typed"
    # And it goes on from there.
    await scene.patch([Op.PATCH, 20, 0, "zwanzig"], [Op.TEXT, 2, "newer"], [Op.TEXT, 42, "vierzig"], [Op.DELETE, 30])
    assert await page.evaluate("document.querySelector('.rill').textContent") == "zwanzigvierzignewer"


async def test_a_page_that_cannot_be_adopted_asks_for_the_whole(scene: Scene) -> None:
    await scene.open('<div class="rill" data-rill="0" data-r="0" data-rill-reset><p>as it was read</p></div>')
    assert scene.hellos[0][3][0][1] == -1
    await scene.snapshot([Op.CREATE, [0, "div", {"class": "rill"}, [[1, "p", None, [[2, "p", None, ["inside"]]]]]]])
    assert await scene.markup() == '<p data-h="" data-r="1"><p data-r="2">inside</p></p>'
    assert not await scene.page.evaluate("document.querySelector('.rill').hasAttribute('data-rill-reset')")


@pytest.mark.parametrize("code", ["failed", "refused", "version"])
async def test_a_guest_that_is_over_stays_as_it_is(scene: Scene, code: str) -> None:
    page = await scene.open(BUTTON, BUTTON)
    scene.say(ServerMessage.GOODBYE, 0, code, "It is over.")
    await page.wait_for_selector(f"[data-rill-state={code}]")
    assert await state_of(scene) == [code, True, "It is over."]
    # The other one goes on, also on the next socket.
    await page.click(".rill:nth-child(2) button")
    assert (await scene.event())[:3] == [1, 1, 1]
    await scene.cut()
    await scene.until(lambda: len(scene.hellos) == 2)
    assert (await state_of(scene))[0] == code


@pytest.mark.parametrize("code", ["idle", "taken"])
async def test_a_guest_that_is_paused_comes_back_with_the_person(scene: Scene, code: str) -> None:
    page = await scene.open(BUTTON)
    scene.say(ServerMessage.GOODBYE, 0, code, "Elsewhere now.")
    await page.wait_for_selector(f"[data-rill-state={code}]")
    assert await state_of(scene) == [code, False, "Elsewhere now."]
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await scene.until(lambda: len(scene.hellos) == 2)
    await scene.patch()
    assert await state_of(scene) == [None, False, ""]


async def test_a_server_that_drains_is_tried_again(scene: Scene) -> None:
    await scene.open(BUTTON)
    scene.say(ServerMessage.GOODBYE, 0, "draining", "")
    await scene.until(lambda: len(scene.hellos) == 2)


async def test_what_is_lasting_is_said_aloud(scene: Scene) -> None:
    page = await scene.open(BUTTON, config={"words": {"offline": "Keine Verbindung"}})
    scene.refuses_sockets = True
    await page.evaluate("Math.random = () => 0")
    await scene.cut()
    await page.wait_for_selector("text=Keine Verbindung")
    scene.refuses_sockets = False
    await page.evaluate("dispatchEvent(new Event('online'))")
    await scene.until(lambda: len(scene.hellos) == 2)
    await scene.patch()
    assert await state_of(scene) == [None, False, ""]
    scene.wrong.clear()


async def test_a_socket_whose_other_end_is_gone_is_given_up(scene: Scene) -> None:
    # A window of its own, because its clock is.
    page = await scene.open(BUTTON, locale="en")
    await page.clock.install()
    await page.reload()
    await scene.until(lambda: len(scene.hellos) == 2)
    await scene.patch([Op.MORPH, 2, ["p", None, ["1"]]])
    await page.clock.run_for(20_000)
    await scene.until(lambda: scene.pings > 0)
    assert len(scene.hellos) == 2
    scene.is_answering_pings = False
    await page.clock.run_for(60_000)
    await scene.until(lambda: len(scene.hellos) > 2)
    scene.is_answering_pings = True


async def test_a_page_that_comes_back_asks_whether_its_socket_lives(scene: Scene) -> None:
    page = await scene.open(BUTTON)
    pings = scene.pings
    await page.evaluate("dispatchEvent(new Event('online'))")
    await scene.until(lambda: scene.pings == pings + 1)
    # On the way out it lets the socket go, so that the browser may keep the page; on the way back it comes again.
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await scene.until(lambda: len(scene.hellos) == 2 and scene.closings == [1005])
    # One that is left for good says so.
    await page.goto("about:blank")
    await scene.until(lambda: scene.closings == [1005, 1000])
