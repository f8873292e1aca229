"""The examples with templates and without: the same trees after each step of a walk, and most elements are clones.

Goal: templates change nothing that a person sees in any example, and carry what the examples draw.
How: both builds are walked through at random, by the same choices: what can be pressed is pressed, fields are filled,
items of lists are chosen, time passes. Components and host functions of the desk are stood in for.
"""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from rill import Engine, HostError, Limits
from rill.guest.build import BuildOptions, build_bundle
from rill.guest.bundle import Bundle
from rill.host.recorder import Recorder
from rill.protocol.operations import Clone, Clones, Create, Operation, Template

from .conftest import EXAMPLES, SOURCES

STEPS: Final = 40
PATIENT: Final = Limits(load_ms=20_000, turn_ms=30_000)
CONFIG: Final = {"customer": {"id": 1, "name": "Ada", "creditLimit": 2_000}, "currency": "EUR", "rate": 1.0}
ORDERS: Final = [
    {"number": 101 + number, "month": 1 + number % 3, "item": "Oak table", "amount": 120 + 35 * number, "state": state}
    for number, state in enumerate(["open", "paid", "late", "paid", "open"])
]
FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "notes.load": lambda *customer: (
        [{"id": 1, "text": "Prefers oak.", "pinned": False}] if customer else {"user": "ada", "notes": ["Buy oak."]}
    ),
    "notes.add": lambda text: {"user": "ada", "notes": ["Buy oak.", text]},
    "notes.save": lambda _customer, _notes: None,
    "orders.load": lambda _customer: ORDERS,
}
# What would end the walk, or make it take minutes.
AVOIDED: Final = re.compile(r"Crash|10,000")
# Its rows are nodes, a thousand or two of eight nodes.
SHORT: Final = {"table_solid": 8}
# Lists, tables and trees of the SDK have templates of their own, one each; most examples have two of them at most.
OF_THE_SDK: Final = {"gallery": 5}
# The examples that the JSX pass compiles. Guests in HTML find their templates as they run.
HOISTED: Final = [name for name in SOURCES if not name.startswith("todomvc")]


@dataclass
class Made:
    """How many nodes came by themselves, by type, and how many in clones."""

    single: Counter[str] = field(default_factory=Counter)
    cloned: int = 0

    def count(self, operations: Iterable[Operation]) -> None:
        sizes: dict[int, int] = {}
        for operation in operations:
            match operation:
                case Create():
                    self.single[operation.type] += 1
                case Template():
                    sizes[operation.template] = size_of(operation.tree)
                case Clone():
                    self.cloned += sizes[operation.template]
                case Clones():
                    self.cloned += sizes[operation.template] * operation.count

    @property
    def share(self) -> float:
        return self.cloned / max(1, self.cloned + self.single.total())


def size_of(tree: Any) -> int:
    return 1 if tree[0] == "#text" else 1 + sum(size_of(child) for child in tree[2] if child is not None)


@pytest.fixture(scope="module")
def credit_meter() -> Iterator[Any]:
    """The desk's own component."""
    spec = importlib.util.spec_from_file_location("credit_meter", EXAMPLES / "dashboard" / "credit_meter.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its annotations are read where its name leads to.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module.credit_meter
    del sys.modules[spec.name]


async def act(recorder: Recorder, rng: random.Random) -> None:
    """Do one thing that a person can do at this moment."""
    nodes = [node for node in recorder.tree.root.walk() if node.schema is not None and recorder.is_seen(node)]
    buttons = [node for node in nodes if node.type == "Button"]
    choice, number = rng.random(), rng.randrange(4)
    node = rng.choice(buttons if buttons and rng.random() < 0.5 else nodes)
    try:
        if node.type == "TextInput":
            await recorder.fill(node, rng.choice(["Ada", "12", "24.12.2026", "=A0+1", ""]))
            if choice < 0.5:
                await recorder.submit(node)
        elif choice < 0.1:
            await recorder.advance(700)
        elif node.type == "Shapes":
            await recorder.press_at(node, number * 20 + 10, number * 10 + 10, button=rng.choice(["first", "second"]))
        elif node.type == "Slider":
            await recorder.set_value(node, number * 5)
        elif node.schema is not None and "onItemPress" in node.schema.events and choice < 0.8:
            await recorder.press_item(node, number)
        elif node.type == "Modal":
            await recorder.close(node)
        elif not AVOIDED.search(recorder.name(node)):
            await recorder.press(node)
    except HostError:
        # Nothing there can be pressed, or there is no such item: the same in both.
        pass


async def walk(bundle: Bundle, seed: str, credit_meter: Any, steps: int = STEPS) -> tuple[list[str], list[Operation]]:
    """The trees after each step, and every operation that led there."""
    recorder = Recorder()
    rng = random.Random(seed)
    engine = Engine(limits=PATIENT)
    engine.register(CreditMeter=credit_meter)
    async with engine:
        await engine.load_bundle(bundle)
        granted = {name: FUNCTIONS[name] for name in bundle.manifest.host_functions}
        async with engine.open(bundle, adapter=recorder, config=CONFIG, functions=granted) as session:
            await recorder.tree.settled()
            trees = [recorder.golden()]
            for _ in range(steps):
                await act(recorder, rng)
                trees.append(recorder.golden())
            assert session.error is None
    return trees, list(recorder.operations)


@pytest.mark.parametrize("name", HOISTED)
async def test_an_example_is_the_same_without_templates(name: str, credit_meter: Any) -> None:
    built = [
        (await build_bundle(EXAMPLES / SOURCES[name], BuildOptions(templates=templates))).bundle
        for templates in (True, False)
    ]
    steps = SHORT.get(name, STEPS)
    (hoisted, operations), (plain, without) = [await walk(bundle, name, credit_meter, steps) for bundle in built]
    assert hoisted == plain
    assert len(set(plain)) > 1, f"the walk through {name} goes nowhere"
    assert any(isinstance(operation, Template) for operation in operations)
    # Those of the SDK's own elements are there in any case.
    assert sum(isinstance(operation, Template) for operation in without) <= OF_THE_SDK.get(name, 2)


async def test_most_elements_of_all_examples_come_from_templates(credit_meter: Any) -> None:
    made = Made()
    for name in HOISTED:
        bundle = (await build_bundle(EXAMPLES / SOURCES[name])).bundle
        own = Made()
        _, operations = await walk(bundle, name, credit_meter, min(10, SHORT.get(name, STEPS)))
        own.count(operations)
        assert own.share > 0.5, (name, own)
        # A table of thousands of rows would hide all others.
        if name not in SHORT:
            made.count(operations)
    assert made.share >= 0.8, made
