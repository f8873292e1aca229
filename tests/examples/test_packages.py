from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from screens import SnapshotFile

from rill import Bundle, Engine, Session
from rill.host.recorder import Recorder

from .conftest import EXAMPLES, ExampleBundle

snapshots = SnapshotFile(__file__)


class Expenses:
    """The expense tracker as a person sees it."""

    def __init__(self, session: Session, recorder: Recorder) -> None:
        self.recorder = recorder
        self.messages: list[tuple[str, Any]] = []
        session.on("message", lambda name, payload: self.messages.append((name, payload)))

    async def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            label = {"what": "What for", "amount": "Amount", "date": "Date"}[name]
            await self.recorder.fill(self.recorder.find(role="textbox", text=label), text)

    async def save(self, **fields: str) -> None:
        await self.fill(**fields)
        await self.recorder.press(self.recorder.find(role="button", text="Save"))

    @property
    def alerts(self) -> dict[str, str]:
        return {str(node.get("id")): node.text_content for node in self.recorder.find_all(role="alert")}

    @property
    def total(self) -> str:
        return self.recorder.find(id="total").text_content

    def value(self, label: str) -> object:
        return self.recorder.value(self.recorder.find(role="textbox", text=label))


@pytest.fixture
async def expenses(example_bundle: ExampleBundle) -> AsyncIterator[Expenses]:
    async with Engine() as engine:
        bundle = await engine.load_bundle(example_bundle("packages"))
        recorder = Recorder()
        async with engine.open(bundle, adapter=recorder) as session:
            yield Expenses(session, recorder)


def test_the_packages_are_unmodified_and_pinned_with_their_hashes() -> None:
    package = json.loads((EXAMPLES / "packages" / "package.json").read_text())
    assert set(package["dependencies"]) == {"dayjs", "zod", "zustand"}
    lock = (EXAMPLES / "packages" / "bun.lock").read_text()
    for name, version in package["dependencies"].items():
        assert f'"{name}": ["{name}@{version}", "", ' in lock
    assert lock.count("sha512-") == len(package["dependencies"])


def test_the_bundle_holds_the_packages_and_no_framework(example_bundle: ExampleBundle) -> None:
    bundle = Bundle.read(example_bundle("packages"))
    assert b"YYYY-MM-DD" in bundle.code
    assert b"react.transitional.element" not in bundle.code


async def test_the_first_screen_knows_the_day_of_the_session_and_not_that_of_the_build(expenses: Expenses) -> None:
    snapshots.check("first screen", expenses.recorder.golden().rstrip("\n"))
    assert expenses.value("Date") == "2025-01-01"
    assert "Wednesday, 1 January 2025" in expenses.recorder.golden()


async def test_an_expense_is_saved_grouped_and_told_to_the_host(expenses: Expenses) -> None:
    await expenses.save(what="Lunch", amount="12,5")
    await expenses.save(what="Train", amount="40", date="2024-12-24")
    await expenses.save(what="Tea", amount="3.20", date="2025-01-01")
    assert expenses.total == "Total: 55.70"
    groups = [node.get("label") for node in expenses.recorder.find_all(role="group")]
    assert groups == ["January 2025", "December 2024"]
    assert expenses.messages[0] == (
        "expense_added",
        {"what": "Lunch", "amount": 1250, "date": "2025-01-01", "category": "Food", "id": 1},
    )
    assert expenses.value("What for") == ""
    snapshots.check("three expenses", expenses.recorder.golden().rstrip("\n"))


async def test_the_focus_goes_back_to_the_first_field(expenses: Expenses) -> None:
    await expenses.save(what="Lunch", amount="1")
    assert [(call.method, call.node.get("label")) for call in expenses.recorder.calls] == [("focus", "What for")]


async def test_zod_says_what_is_wrong_beside_each_field(expenses: Expenses) -> None:
    await expenses.save(what=" ", amount="a lot", date="2024-02-30")
    assert expenses.alerts == {
        "what-error": "Say what it was for",
        "amount-error": "Write an amount such as 12.50",
        "date-error": "Write a date such as 1970-01-01",
    }
    assert expenses.total == "Total: 0.00"
    assert expenses.messages == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": "0"}, "An expense is more than nothing"),
        ({"amount": "1.234"}, "Write an amount such as 12.50"),
        ({"date": "2025-01-02"}, "That day has not come yet"),
        ({"what": "x" * 41}, "Use at most 40 characters"),
    ],
)
async def test_every_rule_has_its_words(expenses: Expenses, fields: dict[str, str], message: str) -> None:
    await expenses.save(**{"what": "Lunch", "amount": "1", **fields})
    assert list(expenses.alerts.values()) == [message]


async def test_a_message_goes_as_soon_as_its_field_is_right_and_the_others_stay(expenses: Expenses) -> None:
    await expenses.save(what="", amount="")
    assert set(expenses.alerts) == {"what-error", "amount-error"}
    await expenses.fill(what="Lunch")
    assert set(expenses.alerts) == {"amount-error"}


async def test_typing_in_a_field_changes_that_field_only(expenses: Expenses) -> None:
    field = expenses.recorder.find(role="textbox", text="What for")
    before = len(expenses.recorder.operations)
    await expenses.recorder.type(field, "Lunch")
    assert {getattr(operation, "id", None) for operation in expenses.recorder.operations[before:]} <= {field.id}


async def test_the_category_is_kept_for_the_next_expense(expenses: Expenses) -> None:
    await expenses.recorder.press(expenses.recorder.find(role="button", text="Travel"))
    await expenses.save(what="Train", amount="40")
    await expenses.save(what="Bus", amount="2")
    assert [message[1]["category"] for message in expenses.messages] == ["Travel", "Travel"]


async def test_an_expense_can_be_removed(expenses: Expenses) -> None:
    await expenses.save(what="Lunch", amount="12.50")
    await expenses.recorder.press(expenses.recorder.find(role="button", text="Remove Lunch"))
    assert expenses.total == "Total: 0.00"
    assert "No expenses yet." in expenses.recorder.golden()
