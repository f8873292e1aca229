"""Random components in TSX, for React and for Solid: what an author could write between tags, and around them. The same
seed gives the same source. What they draw is told by their source alone, so two builds of one can be compared."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, Literal

Runtime = Literal["react", "solid"]
# What may stand at a place: components, a line of text, or both.
Policy = Literal["nodes", "inline", "any"]

_COMMON: Final = """
const styles = { a: { gap: 1, padding: [0, 1] }, b: { color: "primary", bold: true }, deep: { more: 2 } } as const;
const LOOSE = { grow: 1 };
const WORDS = ["one", "two", "three"];
const WIDE = "wide" as string;
const log: string[] = [];
const t = <T,>(name: string, value: T): T => (log.push(name), value);
const maybe = (step: number): any => ["text", 0, null, "", true, 7, undefined, false, "more"][step % 9];
const keys = (step: number): number[] => {
  const all = [1, 2, 3, 4, 5].filter((key) => (key + step) % 4 !== 0);
  return step % 3 === 1 ? all.reverse() : all;
};
LOOSE.grow = 2;
"""

_REACT: Final = (
    """
import * as React from "react";
import { Children, cloneElement, Component, createContext, Fragment, isValidElement, memo } from "react";
import { StrictMode, Suspense, useContext, useRef, useState } from "react";
import { Button as Push, Card, Column, Divider, event, Heading, Icon, Link, Row, Text, TextInput } from "rill/sdk";
import { Tooltip, useHostEvent, View } from "rill/sdk";
import * as Rill from "rill/sdk";
const Box = View;
const { Checkbox: Tick } = Rill;
"""
    + _COMMON
    + """
type P = { step: number; id?: string; children?: any };
const Theme = createContext(0);
function Probe({ step, id }: P) {
  const [born] = useState(step);
  return <Text id={id}>born {born}, seen {step}, theme {useContext(Theme)}</Text>;
}
function Wrap({ children }: { children?: any }) { return <View>{children}</View>; }
function Toggle({ on, a, b }: { on: boolean; a: any; b: any }) { return on ? a : b; }
type Choice = { at: number; children?: any };
function Pick({ at, children }: Choice) { return <Column>{Children.toArray(children)[at]}</Column>; }
function Nth({ at, children }: Choice) { return <Column>{Array.isArray(children) ? children[at] : children}</Column>; }
function Spy({ children }: { children?: any }) {
  const said = (child: any) => (isValidElement<any>(child) ? `${typeof child.type} ${child.props.id}` : String(child));
  const marked = (child: any) => (isValidElement<any>(child) ? cloneElement(child, { hint: "seen" }) : child);
  return <Column><Text>{Children.map(children, said)?.join("; ")}</Text>{Children.map(children, marked)}</Column>;
}
function Draw({ step, draw }: { step: number; draw: (step: number) => any }) { return <View>{draw(step)}</View>; }
const Quiet = memo(function Quiet({ step, children }: P) { return <Row><Text>{step % 2}</Text>{children}</Row>; });
class Old extends Component<P> {
  override render() {
    const { id, step, children } = this.props;
    return step % 3 ? <Row id={id}>{children}</Row> : <Row label="third">{children}</Row>;
  }
}
"""
)

_SOLID: Final = (
    """
import { children as resolved, createContext, createSignal, For, Index, Match, Show, Switch } from "solid-js";
import { untrack, useContext } from "solid-js";
import { Button as Push, Card, Column, Divider, event, Heading, Icon, Link, Row, Text } from "rill/sdk/solid";
import { TextInput, Tooltip, useHostEvent, View } from "rill/sdk/solid";
import * as Rill from "rill/sdk/solid";
const Box = View;
const { Checkbox: Tick } = Rill;
"""
    + _COMMON
    + """
type P = { step: number; id?: string; children?: any };
const Theme = createContext(0);
function Probe(props: P) {
  const born = untrack(() => props.step);
  return <Text id={props.id}>born {born}, seen {props.step}, theme {useContext(Theme)}</Text>;
}
function Wrap(props: { children?: any }) { return <View>{props.children}</View>; }
function Toggle(props: { on: boolean; a: any; b: any }) { return <>{props.on ? props.a : props.b}</>; }
function Whole(props: { children?: any }) {
  const own = resolved(() => props.children);
  return <Column>{own()}</Column>;
}
function Draw(props: { step: number; draw: (step: number) => any }) { return <View>{props.draw(props.step)}</View>; }
function Quiet(props: P) { return <Row><Text>{props.step % 2}</Text>{props.children}</Row>; }
"""
)


def random_source(seed: int, count: int, runtime: Runtime) -> str:
    """A guest of ``count`` components, each in a View with the id ``c0``, ``c1``, ...; STEP is the event that sets
    their step."""
    rng = random.Random(f"{runtime} {seed}")
    parts = [_REACT if runtime == "react" else _SOLID]
    for number in range(count):
        parts.append(_Component(rng, number, runtime).source())
    cells = "\n".join(f'    <View id="c{number}"><C{number} step={{STEP}} /></View>' for number in range(count))
    if runtime == "react":
        parts.append(
            "export default function App() {\n"
            "  const [step, setStep] = useState(0);\n"
            '  useHostEvent("STEP", ({ step }: { step: number }) => { log.length = 0; setStep(step); });\n'
            "  return (<View>\n" + cells.replace("STEP", "step") + "\n"
            '    <View id="log"><Log step={step} /></View>\n  </View>);\n}\n'
            # Drawn last: in which order expressions were evaluated.
            'function Log({ step }: P) { return <Text>{step}: {log.join(" ")}</Text>; }\n'
        )
    else:
        parts.append(
            "export default function App() {\n"
            "  const [step, setStep] = createSignal(0);\n"
            '  useHostEvent("STEP", ({ step }: { step: number }) => setStep(step));\n'
            "  return (<View>\n" + cells.replace("STEP", "step()") + "\n  </View>);\n}\n"
        )
    return "".join(parts)


class _Component:
    """Writes one component."""

    def __init__(self, rng: random.Random, number: int, runtime: Runtime) -> None:
        self.rng = rng
        self.number = number
        self.runtime = runtime
        self.is_react = runtime == "react"
        self.step = "step" if self.is_react else "props.step"
        self.count = "n" if self.is_react else "n()"
        self.lines: list[str] = []
        self.names = 0
        self.size = 0

    def source(self) -> str:
        name = f"C{self.number}"
        early = ""
        if self.is_react and self.rng.random() < 0.2:
            early = f"  if (step % 4 === 3) return {self.element('nodes', 2)};\n"
        body = self.root()
        if self.is_react:
            head = f"function {name}({{ step }}: P) {{\n  const [n, setN] = useState({self.number % 3});\n"
            head += "  const ref = useRef<any>(null);\n"
        else:
            head = (
                f"function {name}(props: P) {{\n  const [n, setN] = createSignal({self.number % 3});\n  let ref: any;\n"
            )
        lines = "".join(f"  {line}\n" for line in self.lines)
        return f"{head}{lines}{early}  return (\n    {body}\n  );\n}}\n"

    # -- choices

    def pick(self, *options: str) -> str:
        return self.rng.choice(options)

    def one_of(self, *options: Callable[[], str]) -> str:
        return self.rng.choice(options)()

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def fresh(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.number}_{self.names}"

    def root(self) -> str:
        choices = [lambda: self.element("nodes", 0)] * 4
        if self.is_react:
            choices.append(lambda: f"{self.step} % 2 ? {self.element('nodes', 1)} : {self.element('nodes', 1)}")
            choices.append(lambda: f"<>{self.children('nodes', 1)}</>")
        else:
            choices.append(lambda: f"<>{self.children('nodes', 1)}</>")
        return self.one_of(*choices)

    # -- values

    def number_value(self) -> str:
        s, n = self.step, self.count
        return self.pick(s, n, f"{s} * 2", f"{s} + {n}", f"keys({s}).length", "5", "1 + 2", f"{s} % 2")

    def test(self) -> str:
        s, n = self.step, self.count
        return self.pick(
            f"{s} % 2",
            f"{s} > 2",
            f"{s} % 3 === 0",
            f"{n} > 1",
            f"!({s} % 2)",
            f"{s}",
            f"maybe({s})",
            f"{s} > 1 && {n} < 3",
        )

    def string_value(self) -> str:
        s = self.step
        return self.pick(
            '"lit"',
            f"`s${{{s}}}`",
            f"String({self.count})",
            f"WORDS[{s} % 3]!",
            "WIDE",
            "`plain`",
            f'"a" + {s}',
            '("b" as const)',
        )

    def logged(self, value: str) -> str:
        if self.is_react and self.chance(0.15):
            return f't("{self.fresh("x")}", {value})'
        return value

    def style(self) -> str:
        s = self.step
        return self.pick(
            "{ gap: 1 }",
            "styles.a",
            "styles.b",
            "{ ...styles.a, gap: 2 }",
            f"{{ ...styles.a, gap: {s} % 3 }}",
            f"{s} % 2 ? styles.a : styles.b",
            "LOOSE",
            "{ padding: [0, -0 + 1], margin: 0 }",
            f"{s} % 2 ? undefined : {{ gap: 1 }}",
            "null",
            "undefined",
        )

    def handler(self) -> str:
        add = "setN(n + 1)" if self.is_react else "setN(n() + 1)"
        return self.pick(
            f"() => {add}",
            f"event(() => {add}, {{ stop: true }})",
            f"{self.step} % 2 ? () => {add} : undefined",
            "undefined",
            f"event(() => {add}, {{ debounce_ms: {self.step} % 2 }})",
        )

    # -- elements

    def element(self, policy: Policy, depth: int, extra: str = "") -> str:
        self.size += 1
        if depth > 4 or self.size > 40:
            return f"<Text{extra}>end</Text>"
        if policy == "inline":
            return self.one_of(
                lambda: self.text(depth, extra), lambda: self.link(depth, extra), lambda: f'<Icon name="star"{extra} />'
            )
        return self.one_of(
            lambda: self.box(depth, extra),
            lambda: self.box(depth, extra),
            lambda: self.box(depth, extra),
            lambda: self.text(depth, extra),
            lambda: self.text(depth, extra),
            lambda: self.button(extra),
            lambda: self.card(depth, extra),
            lambda: self.stateful(depth, extra),
            lambda: self.heading(depth, extra),
            lambda: f"<Divider{extra} />",
            lambda: f"<Divider title={{{self.string_value()}}}{extra} />",
        )

    def attributes(self, extra: str, *more: str) -> str:
        given = []
        if self.chance(0.5):
            given.append(f"style={{{self.style()}}}")
        if self.chance(0.3):
            given.append(f'id="{self.fresh("i")}"')
        elif self.chance(0.15):
            given.append(f"label={{{self.logged(self.string_value())}}}")
        if self.chance(0.2):
            given.append(self.pick("hidden", f"hidden={{{self.step} % 3 === 1}}", "hidden={false}"))
        if self.chance(0.15):
            given.append(
                self.pick(
                    'hint="a &amp; b&#10;  c"',
                    'hint="a\n      b"',
                    f"hint={{{self.logged(self.string_value())}}}",
                    "hint='it\\n'",
                )
            )
        given += [item for item in more if item]
        self.rng.shuffle(given)
        if self.chance(0.07):
            given.insert(
                self.rng.randrange(len(given) + 1), f"{{...(({self.step} % 2 ? {{ focusOrder: 1 }} : {{}}) as object)}}"
            )
        if self.chance(0.05) and "ref=" not in extra:
            given.append("ref={ref}")
        return extra + "".join(f" {item}" for item in given)

    def box(self, depth: int, extra: str) -> str:
        tag = self.pick("View", "Row", "Column", "Box", "Rill.View", "Rill.Row")
        return self.tag(tag, self.attributes(extra), self.children("nodes", depth + 1))

    def text(self, depth: int, extra: str) -> str:
        return self.tag(
            self.pick("Text", "Text", "Rill.Text"),
            self.attributes(extra, self.pick("", "numberOfLines={1}", "numberOfLines={1 + 1}")),
            self.children("inline", depth + 1),
        )

    def heading(self, depth: int, extra: str) -> str:
        return self.tag(
            "Heading", self.attributes(extra, self.pick("", "level={2}")), self.children("inline", depth + 2)
        )

    def link(self, depth: int, extra: str) -> str:
        return self.tag(
            "Link",
            self.attributes(extra, self.pick("", 'href="https://a.example"', f"onPress={{{self.handler()}}}")),
            self.children("inline", depth + 1),
        )

    def button(self, extra: str) -> str:
        given = self.attributes(
            extra,
            f"onPress={{{self.handler()}}}",
            self.pick("", "title={" + self.string_value() + "}"),
            self.pick("", f"disabled={{{self.step} % 3 === 2}}"),
        )
        return self.tag("Push", given, self.children("inline", 4) if self.chance(0.5) else "")

    def card(self, depth: int, extra: str) -> str:
        def filled(name: str) -> str:
            inner = self.element("any", depth + 2)
            return self.pick(
                "",
                f"{name}={{{inner}}}",
                f"{name}={{{self.test()} ? {inner} : null}}",
                f"{name}={{{self.string_value()}}}",
                f"{name}={{maybe({self.step})}}",
                f"{name}={{<>{self.children('any', depth + 2)}</>}}",
                f"{name}={{null}}",
                f'{name}="words"',
            )

        if self.chance(0.25):
            return self.tag("Tooltip", self.attributes(extra, filled("content")), self.children("nodes", depth + 2))
        return self.tag(
            "Card",
            self.attributes(extra, filled("header"), filled("footer"), self.pick("", 'title="t"')),
            self.children("nodes", depth + 1),
        )

    def stateful(self, depth: int, extra: str) -> str:
        if self.chance(0.5):
            return f'<TextInput label="f" value={{{self.string_value()}}}{extra} />'
        return self.tag("Tick", f"{extra} value={{{self.step} % 2 === 0}}", self.children("inline", depth + 2))

    def tag(self, name: str, attributes: str, children: str) -> str:
        return f"<{name}{attributes} />" if children == "" else f"<{name}{attributes}>{children}</{name}>"

    # -- children

    def children(self, policy: Policy, depth: int) -> str:
        if depth > 4 or self.size > 40:
            return "" if policy == "nodes" else "leaf"
        parts = [self.child(policy, depth) for _ in range(self.rng.choice((0, 1, 2, 2, 3, 3, 4, 5)))]
        between = self.pick("", "\n      ", "\n\n   ")
        return between + between.join(parts) + between if parts else ""

    def child(self, policy: Policy, depth: int) -> str:
        inner = lambda: self.element(policy, depth)  # noqa: E731
        choices: list[Callable[[], str]] = [inner] * 5
        choices += [
            lambda: self.conditional(policy, depth),
            lambda: self.conditional(policy, depth),
            lambda: self.listed(policy, depth),
            lambda: f"<>{self.children(policy, depth + 1)}</>",
            lambda: self.pick("{null}", "{/* nothing */}", "{undefined}", "{true}", "{}"),
            lambda: f'<Probe step={{{self.step}}} id="{self.fresh("p")}" />',
            lambda: self.guest_component(policy, depth),
            lambda: self.function(policy, depth),
        ]
        if policy != "nodes":
            choices += [
                self.words,
                self.words,
                self.words,
                lambda: f"{{{self.logged(self.string_value())}}}",
                lambda: f"{{{self.number_value()}}}",
                lambda: f"{{{self.test()} && {self.string_value()}}}",
                lambda: f"{{maybe({self.step})}}",
                lambda: f"{{{self.test()} ? {self.string_value()} : {self.element('inline', depth + 1)}}}",
                lambda: f'{{["a", {self.step}]}}',
                lambda: f"{{{self.step} % 2 ? {self.string_value()} : null}}",
                lambda: f"{{{self.test()} ? {self.string_value()} : {self.number_value()}}}",
                lambda: f"{{{self.step} % 3 === 0 ? maybe({self.step} + 1) : {self.element('inline', depth + 1)}}}",
            ]
        else:
            choices += [lambda: self.variable(depth), lambda: f"{{{self.test()} ? null : undefined}}"]
        return self.one_of(*choices)

    def words(self) -> str:
        return self.pick(
            "plain words",
            " spaced ",
            "a\n        b",
            "&amp; &lt;x&gt;&nbsp;",
            "{'quoted'}",
            '{" "}',
            "x{/* c */}y",
            "tab\tend",
            "{`tpl`}",
            "&#32;edge&#32;",
            "é ✕ ñ",
        )

    def conditional(self, policy: Policy, depth: int) -> str:
        a, b = self.element(policy, depth + 1), self.element(policy, depth + 1)
        probe = (
            f'<Row><Probe step={{{self.step}}} id="{self.fresh("p")}" />{self.children("nodes", depth + 2)}</Row>'
            if policy == "nodes"
            else a
        )
        other = (
            f'<Row gapped={{undefined}}><Probe step={{{self.step}}} id="{self.fresh("p")}" /></Row>'.replace(
                " gapped={undefined}", self.pick("", " hidden={false}")
            )
            if policy == "nodes"
            else b
        )
        test = self.test()
        # What && leaves when it is falsy is drawn, and a 0 may not stand everywhere.
        safe = f"!!({test})" if policy == "nodes" else test
        return self.pick(
            f"{{{test} ? {a} : {b}}}",
            f"{{{safe} && {a}}}",
            f"{{{test} ? {a} : null}}",
            f"{{{test} ? {probe} : {other}}}",
            f"{{{test} ? <>{a}</> : {b}}}",
            f"{{{test} ? {a} : {self.test()} ? {b} : null}}",
            f"{{({test} ? null : {a}) ?? {b}}}",
            f"{{({safe} && {a}) || {b}}}",
        )

    def listed(self, policy: Policy, depth: int) -> str:
        s = self.step
        key = "key={k}" if self.is_react else ""
        probe = f"<Probe step={{{s}}} id={{`q${{k}}`}} />"
        inner = (
            f"<Text {key}>{{k}} of {{{s}}}</Text>"
            if policy == "inline"
            else f"<Row {key}><Text>{{k}}</Text>{probe}</Row>"
        )
        other = f"<Text {key}>odd {{k}}</Text>" if policy == "inline" else f'<Row {key} hint="odd">{probe}</Row>'
        free = self.element(policy, depth + 1, f" {key}" if key else "")
        first = (
            f'<Row key="a"><Text>1</Text><Probe step={{{s}}} id="r" /></Row>'
            if policy == "nodes"
            else '<Text key="a">1</Text>'
        )
        second = (
            f'<Row key="b" hint="b"><Probe step={{{s}}} id="r" /></Row>'
            if policy == "nodes"
            else '<Text key="b">2</Text>'
        )
        if self.is_react:
            return self.pick(
                f"{{keys({s}).map((k) => {inner})}}",
                f"{{keys({s}).map((k) => (k % 2 ? {inner} : {other}))}}",
                f"{{keys({s}).map((k) => {{ if (k > {s}) return {other}; return {inner}; }})}}",
                f"{{keys({s}).map((k) => {free})}}",
                f"{{{self.test()} ? keys({s}).map((k) => {inner}) : keys({s} + 1).map((k) => {other})}}",
                f"{{keys({s}).map((k) => <Fragment {key}>{free.replace(key, '')}{other.replace(key, '')}</Fragment>)}}",
                f"{{[{first}, {self.test()} ? {second} : null]}}",
            )
        return self.pick(
            f"<For each={{keys({s})}}>{{(k) => {inner}}}</For>",
            f"<For each={{keys({s})}}>{{(k, i) => (k % 2 ? {inner} : {other})}}</For>",
            f"<For each={{keys({s})}} fallback={{{self.element(policy, depth + 1)}}}>{{(k) => {free}}}</For>",
            f"<Index each={{keys({s})}}>{{(item) => <Text>{{item()}}</Text>}}</Index>",
            f"{{keys({s}).map((k) => {inner})}}",
        )

    def guest_component(self, policy: Policy, depth: int) -> str:
        s = self.step
        nodes: Policy = "nodes"
        if policy == "inline":
            return f'<Probe step={{{s}}} id="{self.fresh("p")}" />'
        a = self.element(nodes, depth + 1)
        b = self.element(nodes, depth + 1)
        if self.is_react:
            return self.pick(
                f"<Wrap>{a}</Wrap>",
                f"<Wrap>{a}{b}</Wrap>",
                f"<Toggle on={{{s} % 2 === 0}} a={{{a}}} b={{{b}}} />",
                f"<Pick at={{{s} % 2}}>{a}{b}</Pick>",
                f"<Nth at={{{s} % 2}}>{a}{b}</Nth>",
                f"<Spy>{a}{b}</Spy>",
                f"<Draw step={{{s}}} draw={{(step) => (step % 2 ? {a} : {b})}} />",
                f"<Quiet step={{{s}}}>{a}</Quiet>",
                f'<Old step={{{s}}} id="o">{a}</Old>',
                f"<Suspense fallback={{{b}}}>{a}</Suspense>",
                f"<StrictMode>{a}</StrictMode>",
                f"<Theme value={{{s}}}>{a}{b}</Theme>",
                f"<Theme.Provider value={{{s}}}>{a}</Theme.Provider>",
            )
        return self.pick(
            f"<Wrap>{a}</Wrap>",
            f"<Wrap>{a}{b}</Wrap>",
            f"<Toggle on={{{s} % 2 === 0}} a={{{a}}} b={{{b}}} />",
            f"<Whole>{a}{b}</Whole>",
            f"<Draw step={{{s}}} draw={{(step) => (step % 2 ? {a} : {b})}} />",
            f"<Quiet step={{{s}}}>{a}</Quiet>",
            f"<Show when={{{self.test()}}} fallback={{{b}}}>{a}</Show>",
            f"<Show when={{{self.test()}}}>{a}{b}</Show>",
            f"<Switch fallback={{{b}}}><Match when={{{s} % 3 === 0}}>{a}</Match>"
            f"<Match when={{{s} > 2}}><Text>{{{s}}}</Text></Match></Switch>",
            f"<Theme.Provider value={{{s}}}>{a}</Theme.Provider>",
        )

    def function(self, policy: Policy, depth: int) -> str:
        """A local function that draws, called at one place or at the two arms of a condition."""
        one, other = self.fresh("draw"), self.fresh("draw")
        self.lines.append(f"const {one} = () => {self.element(policy, depth + 1)};")
        self.lines.append(f"function {other}() {{ return {self.element(policy, depth + 1)}; }}")
        return self.pick(f"{{{one}()}}", f"{{{other}()}}", f"{{{self.test()} ? {one}() : {other}()}}")

    def variable(self, depth: int) -> str:
        """An element that is kept in a variable."""
        if not self.is_react:
            # A node is at one place at a time, so each use has one of its own.
            name = self.fresh("part")
            self.lines.append(f"const {name} = () => {self.element('nodes', depth + 1)};")
            return f"{{{name}()}}"
        name = self.fresh("part")
        if self.chance(0.5):
            self.lines.append(f"const {name} = {self.element('nodes', depth + 1)};")
            return self.pick(
                f"{{{name}}}",
                f"{{{self.step} % 2 === 0 && {name}}}",
                f"{{{name} && <Column>{{{name}}}</Column>}}",
                f"{{cloneElement({name} as any, {{ hint: 'own' }})}}",
            )
        self.lines.append(f"let {name} = {self.element('nodes', depth + 1)};")
        self.lines.append(f"if ({self.step} % 2) {name} = {self.element('nodes', depth + 1)};")
        return f"{{{name}}}"
