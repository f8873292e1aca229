"""Rules that are looked up once for all widgets that stand alike are those that each would have by itself."""

from __future__ import annotations

from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from rill.components import CATALOGUE
from rill.host.textual.style_cache import styles_shared

from .samples import sample
from .scene import el, scene


def rules_of(app: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(repr(widget), dict(widget._css_styles.get_rules())) for widget in app.screen.walk_children()]


async def test_every_component_has_the_rules_that_it_would_have_alone() -> None:
    samples = [sample(component)[1] for component in CATALOGUE for _ in range(2)]
    boxes = [el("Column", {}, *samples[at : at + 10]) for at in range(0, len(samples), 10)]
    async with scene(el("ScrollView", {}, *boxes), size=(100, 40)) as made:
        shared = rules_of(made.app)
        assert len(shared) > 150
        for widget in made.app.screen.walk_children():
            made.app.stylesheet.apply(widget)
        assert rules_of(made.app) == shared


async def test_rows_that_stand_alike_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = 0
    look_up = Stylesheet._check_rule.__func__  # type: ignore[attr-defined]

    def count(cls: Any, rule: Any, path: Any) -> Any:
        nonlocal looked_up
        looked_up += 1
        return look_up(cls, rule, path)

    async with scene(size=(100, 60)) as made:
        monkeypatch.setattr(Stylesheet, "_check_rule", classmethod(count))

        def rows(number: int) -> list[Any]:
            return [
                el("Row", {}, el("Text", {}, "words"), el("View", {}, el("Text", {}, "more"))) for _ in range(number)
            ]

        made.session.render(*rows(2))
        few, looked_up = looked_up, 0
        made.session.render(*rows(40))
        # None of 160 more widgets is compared with anything.
        assert looked_up <= few
        await made.settle()


async def test_classes_states_and_what_is_around_make_a_difference() -> None:
    row = {"style": {"color": "error"}}
    async with scene(
        el("View", {}, el("Text", row, "red"), el("Text", {}, "plain"), el("View", {}, el("Text", row, "red, too"))),
        el("Pressable", {"disabled": True}, el("Text", {}, "waits")),
        el("Pressable", {}, el("Text", {}, "does not")),
    ) as made:
        colors = {line: made.lines.index(line) for line in ("red", "plain", "red, too", "waits", "does not")}
        assert len(set(colors.values())) == 5
        red, plain, too = (made.widget(id).styles.color for id in (2, 4, 7))
        assert red == too != plain
        disabled, enabled = (made.widget(id) for id in (9, 12))
        assert disabled.styles.opacity != enabled.styles.opacity


async def test_textual_has_its_own_way_again_afterwards() -> None:
    async with scene() as made:
        sheet = made.app.stylesheet
        with styles_shared(made.app), styles_shared(made.app):
            assert "apply" in sheet.__dict__
        assert "apply" not in sheet.__dict__
        with pytest.raises(ZeroDivisionError), styles_shared(made.app):
            raise ZeroDivisionError
        assert "apply" not in sheet.__dict__
