"""Every operation, as a browser carries it out: on a page that was served, and on what came since."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from rill.protocol.web import WebOperation as Op
from rill.protocol.web import WebSlot as Slot

from .scene import Scene

LIST = '<ul data-r="1">{}</ul>'
# Two clones of a row with a button and two texts, as a server writes them, and the template that they are of.
ROW = '<li data-r="{0}" data-t="7"><b data-i="1" data-x="2">{1}</b><i class="a" data-i="3" data-on="click"></i>: <!--i4-->{2}</li>'
TEMPLATE = (
    '<template data-rill="0" data-t="7" data-n="5" data-s="1,2 0,3 1,4"><li data-t="7"><b data-i="1" data-x="2"></b>'
    '<i class="a" data-i="3" data-on="click"></i>: <!--i4--></li></template>'
)
# The same, said on the live path.
SHAPE = ["li", None, [[1, "b", None, [[2]]], [3, "i", {"class": "a", "data-on": "click"}], [4]]]
SLOTS = [[Slot.TEXT, 2], [Slot.SHAPE, 3], [Slot.TEXT, 4]]


async def test_a_page_is_adopted_as_it_was_served(scene: Scene) -> None:
    served = '<p data-r="1"><!--r2-->Count: 0<!--r4--></p><button data-r="3" data-on="click">Add</button>'
    await scene.open(served)
    assert await scene.markup() == served
    await scene.patch([Op.TEXT, 2, "Count: 1"], [Op.TEXT, 4, " of 3"])
    assert await scene.markup() == '<p data-r="1">Count: 1 of 3</p><button data-r="3" data-on="click">Add</button>'


async def test_elements_are_made_with_all_in_them_and_placed(scene: Scene) -> None:
    await scene.open(LIST.format(""))
    item = [
        2,
        "li",
        {"title": 'a "b" c', "data-n": 1.5, "hidden": True},
        ["static ", ["b", None, ["x"]], ["em", None, [[3, "text"], [4, "i", None]]]],
    ]
    await scene.patch([Op.CREATE, item], [Op.PLACE, 1, 2, None])
    assert await scene.markup() == LIST.format(
        '<li title="a &quot;b&quot; c" data-n="1.5" hidden="" data-r="2">static <b>x</b>'
        '<em data-h="">text<i data-r="4"></i></em></li>'
    )
    # Children go where the hole is, before the one that is named.
    await scene.patch([Op.CREATE, [5, "u", None]], [Op.PLACE, 2, 5, 4])
    assert '<em data-h="">text<u data-r="5"></u><i data-r="4"></i></em>' in await scene.markup()


async def test_svg_is_made_in_its_namespace(scene: Scene) -> None:
    page = await scene.open("")
    await scene.patch(
        [Op.CREATE, [1, "svg:svg", {"viewBox": "0 0 1 1"}, [["svg:path", {"d": "M0 0"}]]]], [Op.PLACE, 0, 1, None]
    )
    found = await page.evaluate(
        "(e => [e.namespaceURI, e.firstChild.localName, e.outerHTML])(document.querySelector('svg'))"
    )
    assert found == [
        "http://www.w3.org/2000/svg",
        "path",
        '<svg viewBox="0 0 1 1" data-r="1"><path d="M0 0"></path></svg>',
    ]


async def test_nodes_are_deleted_removed_and_cleared(scene: Scene) -> None:
    await scene.open(LIST.format('<li data-r="2"></li><li data-r="3"></li><li data-r="4"></li><li data-r="5"></li>'))
    await scene.patch([Op.DELETE, 2], [Op.REMOVE, 4])
    assert await scene.markup() == LIST.format('<li data-r="3"></li><li data-r="5"></li>')
    await scene.patch([Op.PLACE, 1, 4, 3])
    assert await scene.markup() == LIST.format('<li data-r="4"></li><li data-r="3"></li><li data-r="5"></li>')
    await scene.patch([Op.CLEAR, 1])
    assert await scene.markup() == LIST.format("")


@pytest.mark.parametrize(
    ("wanted", "moves"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], 0),
        ([8, 1, 2, 3, 4, 5, 6, 7], 1),
        ([2, 3, 4, 5, 6, 7, 8, 1], 1),
        ([8, 7, 6, 5, 4, 3, 2, 1], 7),
        ([5, 6, 7, 8, 1, 2, 3, 4], 4),
        ([1, 7, 3, 4, 5, 6, 2, 8], 2),
        ([4, 2, 9, 6], 2),
    ],
)
async def test_an_order_takes_the_fewest_moves(scene: Scene, wanted: list[int], moves: int) -> None:
    page = await scene.open("".join(f'<p data-r="{id}"></p>' for id in range(1, 9)))
    # 9 is detached, and counts as one that is moved.
    await scene.patch([Op.CREATE, [9, "p", None]])
    await page.evaluate(
        """() => {
            window.moves = 0;
            for (const name of ["insertBefore", "moveBefore"]) {
                const real = Element.prototype[name];
                Element.prototype[name] = function (...values) { window.moves++; return real.apply(this, values); };
            }
        }"""
    )
    await scene.patch([Op.ORDER, 0, wanted])
    assert await scene.markup() == "".join(f'<p data-r="{id}"></p>' for id in wanted)
    assert await page.evaluate("window.moves") == moves


async def test_rows_that_were_served_are_patched_by_slot(scene: Scene) -> None:
    rows = ROW.format(10, "one", "first") + ROW.format(15, "two", "")
    page = await scene.open(LIST.format(rows), around="{}" + TEMPLATE)
    await scene.patch(
        [Op.PATCH, 15, 0, "zwei"], [Op.PATCH, 15, 2, "second"], [Op.PATCH, 10, 1, {"class": "b", "title": "t"}]
    )
    changed = ROW.format(10, "one", "first").replace('class="a"', 'class="b"').replace('"click"', '"click" title="t"')
    assert await scene.markup() == LIST.format(changed + ROW.format(15, "zwei", "second"))
    # Nil is what the template has.
    await scene.patch([Op.PATCH, 10, 1, None], [Op.PATCH, 15, 2, None])
    assert await scene.markup() == LIST.format(ROW.format(10, "one", "first") + ROW.format(15, "zwei", ""))
    await page.dispatch_event("li:nth-child(2) i", "click")
    assert (await scene.event())[2:4] == [18, "click"]


@pytest.mark.parametrize("is_served", [True, False])
async def test_clones_are_made_from_columns(scene: Scene, is_served: bool) -> None:
    page = await scene.open(LIST.format('<li data-r="2"></li>'), around="{}" + (TEMPLATE if is_served else ""))
    if not is_served:
        await scene.patch([Op.TEMPLATE, 7, 5, SHAPE, SLOTS])
    columns = [["one", "two"], [None, {"class": "b"}], None]
    await scene.patch([Op.CLONES, 7, 10, 2, 1, 2, columns])
    assert await page.evaluate("[...document.querySelectorAll('li')].map(e => e.textContent)") == [
        "one" + ": " * is_served,
        "two" + ": " * is_served,
        "",
    ]
    assert await page.evaluate("[...document.querySelectorAll('i')].map(e => e.className)") == ["a", "b"]
    assert await page.evaluate("[...document.querySelectorAll('li')].map(e => e.dataset.r)") == ["10", "15", "2"]
    # Inner nodes have their ids, and new rows know nothing of those before.
    await scene.patch([Op.TEXT, 14, "end"], [Op.CLONES, 7, 20, 1, 1, None, [["three"], None, None]])
    assert await page.evaluate("[...document.querySelectorAll('b')].map(e => e.textContent)") == ["one", "two", "three"]
    assert await page.evaluate("document.querySelector('li').textContent") == "one" + ": " * is_served + "end"
    await page.dispatch_event("li:nth-child(2) i", "click")
    assert (await scene.event())[2:4] == [18, "click"]


async def test_a_slot_may_become_a_whole_shape_and_go_back(scene: Scene) -> None:
    await scene.open(LIST.format(ROW.format(10, "one", "x")), around="{}" + TEMPLATE)
    await scene.patch([Op.PATCH, 10, 1, ["i", {"class": "c"}, [["s", None, ["deep"]]]]])
    assert '<i class="c" data-i="3"><s>deep</s></i>' in await scene.markup()
    await scene.patch([Op.PATCH, 10, 1, {"class": "d"}])
    assert '<i class="d" data-i="3" data-on="click"></i>' in await scene.markup()
    await scene.patch([Op.CLONES, 7, 20, 1, 1, None, [["two"], [["q", None, ["other"]]], ["y"]]])
    assert '<q data-i="3">other</q>' in await scene.markup()
    # The next one is as the template says.
    await scene.patch([Op.CLONES, 7, 30, 1, 1, None, [["three"], None, None]])
    row = ROW.format(30, "three", "").replace('data-r="30" data-t="7"', 'data-t="7" data-r="30"')
    assert (await scene.markup()).endswith(row + "</ul>")


async def test_clones_inside_clones_are_told_apart(scene: Scene) -> None:
    await scene.open("")
    outer = ["div", None, [[1, "p", None, [[2]]], [3, "section", None, [0]]]]
    await scene.patch(
        [Op.TEMPLATE, 1, 4, outer, [[Slot.TEXT, 2]]],
        [Op.TEMPLATE, 2, 3, ["div", None, [[1, "p", None, [[2]]]]], [[Slot.TEXT, 2]]],
    )
    await scene.patch(
        [Op.CLONES, 1, 10, 1, 0, None, [["outer"]]], [Op.CLONES, 2, 20, 2, 13, None, [["first", "second"]]]
    )
    await scene.patch([Op.PATCH, 10, 0, "changed"], [Op.PATCH, 23, 0, "also"], [Op.TEXT, 22, "deep"])
    assert await scene.page.evaluate("[...document.querySelectorAll('p:not([role])')].map(e => e.textContent)") == [
        "changed",
        "deep",
        "also",
    ]


async def test_rules_are_added_and_modules_loaded(scene: Scene) -> None:
    scene.files["one.js"] = ("text/javascript", "document.title = 'loaded'")
    page = await scene.open('<p data-r="1">x</p>', modules={"one": f"/{scene.number}/one.js"})
    await scene.patch(
        [Op.RULE, ".s1 { color: rgb(1, 2, 3) }"],
        [Op.RULE, "what is this {"],
        [Op.MORPH, 1, ["p", {"class": "s1"}, ["x"]]],
    )
    assert await page.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(1, 2, 3)"
    await scene.patch([Op.USE, "one"], [Op.USE, "unknown"], [Op.USE, "constructor"])
    await expect(page).to_have_title("loaded")


async def ask_maps(scene: Scene, question: str) -> int:
    """Ask a function of JavaScript about all maps in the page: the state of the connector is its own, so the heap is searched for it."""
    session = await scene.page.context.new_cdp_session(scene.page)
    prototype = await session.send("Runtime.evaluate", {"expression": "Map.prototype"})
    found = await session.send("Runtime.queryObjects", {"prototypeObjectId": prototype["result"]["objectId"]})
    answer = await session.send(
        "Runtime.callFunctionOn",
        {
            "functionDeclaration": f"function () {{ return ({question})(this); }}",
            "objectId": found["objects"]["objectId"],
            "returnByValue": True,
        },
    )
    await session.detach()
    return int(answer["result"]["value"])


async def count_ids(scene: Scene) -> int:
    """How many ids the connector has a node for, the root's among them."""
    return await ask_maps(scene, "maps => maps.find(map => map.get(0) === document.querySelector('[data-rill]')).size")


async def test_nodes_that_are_gone_are_forgotten(scene: Scene) -> None:
    await scene.open(LIST.format(""), around="{}" + TEMPLATE)
    for turn in range(3):
        await scene.patch([Op.CLONES, 7, 100 + turn * 5000, 600, 1, None, [None, None, None]], [Op.CLEAR, 1])
    # What went long ago is unknown now, and asks for the whole.
    scene.is_welcoming = True
    scene.say_patch([Op.TEXT, 102, "x"])
    await scene.until(lambda: len(scene.hellos) == 2)
    assert scene.hellos[1][3][0][1] == -1
    assert scene.wrong.pop() == "error: no node 102"


@pytest.mark.parametrize("ends", ["clear", "delete", "snapshot"])
async def test_a_page_that_is_open_for_long_holds_what_it_shows(scene: Scene, ends: str) -> None:
    page = await scene.open(LIST.format(""), around="{}" + TEMPLATE)
    # Nodes below nodes, of which nobody says that they go: they go with the one that they are in.
    around = ["div", None, [0, [3, "p", None, [[4, "text"]]]]]
    await scene.patch(
        [Op.CREATE, [2, *around]], [Op.PLACE, 0, 2, None], [Op.CREATE, [5, "b", None, [[6, "i", None, [[7, "deep"]]]]]],
        [Op.CLONES, 7, 10, 1, 1, None, [["row"], None, ["end"]]], [Op.REMOVE, 10],
    )  # fmt: skip
    made = 0
    for turn in range(12):
        base = 1000 * (turn + 1)
        rows = [
            [base + at, "li", None, [[base + at + 1, "b", None, [[base + at + 2, "x"]]]]] for at in range(10, 400, 3)
        ]
        await scene.patch(
            [Op.CREATE, [base, "ul", None, rows]], [Op.PLACE, 2, base, None],
            # Clones that stand deeper than what goes, and texts of theirs that have ids of their own by now.
            [Op.CREATE, [base + 1, "ol", None]], [Op.PLACE, base, base + 1, None],
            [Op.CREATE, [base + 2, "input", {"$v": ["x", 1]}]], [Op.PLACE, base + 1, base + 2, None],
            [Op.CLONES, 7, base + 500, 60, base + 1, None, [None, None, None]], [Op.TEXT, base + 504, "own"],
        )  # fmt: skip
        made += 3 * len(rows) + 64
        if turn == 0:
            await page.fill("input", "y")
            assert await ask_maps(scene, "maps => maps.filter(map => map.get(1002) === 2).length") == 1
        if ends == "clear":
            await scene.patch([Op.CLEAR, 2])
        elif ends == "delete":
            await scene.patch([Op.DELETE, base])
        else:
            await scene.snapshot(
                [Op.TEMPLATE, 7, 5, SHAPE, SLOTS], [Op.CREATE, [1, "ul", None]], [Op.PLACE, 0, 1, None],
                [Op.CREATE, [2, *around]], [Op.PLACE, 0, 2, None],
            )  # fmt: skip
    assert made > 5000
    assert await count_ids(scene) < 1600
    if ends == "snapshot":
        assert await count_ids(scene) == 5
        return
    # Nor does it hold how often somebody has changed a field that is gone.
    assert await ask_maps(scene, "maps => maps.filter(map => map.has(1002)).length") == 0
    # One that is detached is no waste: it comes back with all in it.
    await scene.patch([Op.PLACE, 1, 5, None], [Op.PLACE, 1, 10, None], [Op.TEXT, 7, "deeper"], [Op.TEXT, 12, "line"])
    assert await page.evaluate("document.querySelector('ul').textContent") == "deeperline: end"


async def test_a_guest_that_the_page_around_takes_out_for_a_while_is_kept(scene: Scene) -> None:
    page = await scene.open(LIST.format(""), around="<section>{}</section>")
    await page.evaluate("() => { window.taken = document.querySelector('section'); taken.remove(); }")
    await scene.patch(*([Op.CREATE, [id, f"text {id}"]] for id in range(2, 1100)), [Op.PLACE, 1, 2, None])
    await page.evaluate("document.body.append(taken)")
    await scene.patch([Op.TEXT, 2, "back"])
    assert await scene.markup() == LIST.format("back")


async def test_the_root_of_a_clone_may_become_another_element(scene: Scene) -> None:
    await scene.open("")
    shape = ["div", None, [[1, "p", None, [[2]]], [3, "section", None, [0]]]]
    await scene.patch(
        [Op.TEMPLATE, 1, 4, shape, [[Slot.SHAPE, 0], [Slot.TEXT, 2], [Slot.SHAPE, 1]]],
        [
            Op.CLONES,
            1,
            10,
            2,
            0,
            None,
            [[["rill-x", {"class": "a"}, [0]], None], ["one", "two"], [{"title": "t"}, None]],
        ],
    )
    rows = await scene.markup()
    assert rows.startswith('<rill-x class="a" data-h="" ')
    assert 'title="t"' in rows
    # They are found again, and go back.
    await scene.patch(
        [Op.PATCH, 10, 1, "eins"], [Op.PATCH, 10, 0, None], [Op.PATCH, 14, 0, ["h2", None, [0]]], [Op.TEXT, 16, "zwei"]
    )
    assert await scene.page.evaluate("[...document.querySelectorAll('.rill > :not([role])')].map(e => [e.localName, e.dataset.r, e.textContent])") == [
        ["div", "10", "eins"], ["h2", "14", "zwei"],
    ]  # fmt: skip


async def test_what_is_placed_before_a_text_of_a_clone_does_not_part_it_from_its_mark(scene: Scene) -> None:
    page = await scene.open(LIST.format(ROW.format(10, "one", "first")), around="{}" + TEMPLATE)
    await scene.patch(
        [Op.TEMPLATE, 8, 3, ["p", None, [[1, "a"], [2]]], [[Slot.TEXT, 2]]],
        [Op.CLONES, 8, 20, 1, 0, None, [["b"]]],
        [Op.CREATE, [30, "x"]], [Op.PLACE, 20, 30, 22], [Op.CREATE, [31, "i", None]], [Op.PLACE, 10, 31, 14],
        [Op.TEXT, 22, "c"], [Op.PATCH, 10, 2, "second"],
    )  # fmt: skip
    assert await page.evaluate("document.querySelector('p').textContent") == "axc"
    await scene.patch([Op.PATCH, 20, 0, "d"], [Op.PATCH, 10, 2, None], [Op.ORDER, 20, [22, 30, 21]])
    assert await page.evaluate("document.querySelector('p').textContent") == "dxa"
    await scene.patch([Op.TEXT, 21, "A"], [Op.PATCH, 20, 0, "D"], [Op.TEXT, 14, "last"])
    assert await page.evaluate("document.querySelector('p').textContent") == "DxA"
    assert await page.evaluate("document.querySelector('li').textContent") == "one: last"
