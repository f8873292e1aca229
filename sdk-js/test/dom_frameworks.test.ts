import { expect, test } from "bun:test";

import { GuestHarness, wire } from "./harness";
import { HostTree } from "./host_tree";

// What frameworks do beside elements and lists: each a guest that steps through states by host events, and what the host shows then.
type Shown = string;

function html(node: unknown): Shown {
  if (typeof node === "string") return node;
  const [tag, props, ...children] = node as [string, Record<string, unknown>, ...unknown[]];
  const attributes = Object.entries(props).filter(([name]) => !/^on[A-Z]/.test(name)).map(([name, value]) => (value === true ? ` ${name}` : ` ${name}=${JSON.stringify(value)}`));
  const inner = children.map(html).join("");
  return tag === "#root" ? inner : `<${tag}${attributes.join("")}>${inner}</${tag}>`;
}

async function steps(runtime: string, source: string, ...payloads: unknown[]): Promise<Shown[]> {
  const [guest, start] = await GuestHarness.open(source, { runtime, props: { name: "prop" } });
  const tree = new HostTree().apply(start.operations);
  const errors = start.frames.filter(([kind]) => kind === wire.ERROR);
  const shown = [html(tree.picture())];
  for (const payload of payloads) {
    expect(errors).toEqual([]);
    const turn = await guest.send(wire.HOST_EVENT, "step", payload);
    errors.push(...turn.frames.filter(([kind]) => kind === wire.ERROR));
    shown.push(html(tree.apply(turn.operations).picture()));
  }
  expect(errors).toEqual([]);
  return shown;
}

test("preact: fragments, keys, context, refs, effects, memo and HTML", async () => {
  const source = `
    import { createContext, createRef, Fragment, Component } from "preact";
    import { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
    import { onHostEvent } from "rill/host";
    const Theme = createContext("none");
    const Leaf = () => <i>{useContext(Theme)}</i>;
    class Counted extends Component { render({ n }) { return n > 0 && <b>{n}</b>; } }
    export default function App({ name }) {
      const [step, setStep] = useState(0);
      const [measured, setMeasured] = useState("");
      const box = useRef(null);
      useEffect(() => onHostEvent("step", setStep), []);
      useLayoutEffect(() => setMeasured(box.current.localName + step), [step]);
      const items = useMemo(() => (step % 2 ? ["c", "a", "b"] : ["a", "b"]), [step]);
      return <Theme.Provider value={"t" + step}>
        <p ref={box} title={step ? undefined : name}>{measured}</p>
        {items.map((item) => <Fragment key={item}><u>{item}</u>{item === "a" && <hr />}</Fragment>)}
        <Counted n={step} /><Leaf />
        {step > 1 ? <div dangerouslySetInnerHTML={{ __html: "<em>raw</em> " + step }} /> : null}
      </Theme.Provider>;
    }`;
  expect(await steps("preact", source, 1, 2, 0)).toEqual([
    '<p title="prop">p0</p><u>a</u><hr></hr><u>b</u><i>t0</i>',
    '<p title="">p1</p><u>c</u><u>a</u><hr></hr><u>b</u><b>1</b><i>t1</i>',
    '<p title="">p2</p><u>a</u><hr></hr><u>b</u><b>2</b><i>t2</i><div><em>raw</em> 2</div>',
    '<p title="prop">p0</p><u>a</u><hr></hr><u>b</u><i>t0</i>',
  ]);
});

test("preact/compat: portals, Suspense and class names", async () => {
  const source = `
    import { createPortal, lazy, Suspense, useState, useEffect } from "preact/compat";
    import { onHostEvent } from "rill/host";
    const Late = lazy(() => Promise.resolve({ default: () => <b>late</b> }));
    export default function App() {
      const [step, setStep] = useState(0);
      useEffect(() => onHostEvent("step", setStep), []);
      return <main className="m"><Suspense fallback={<i>wait</i>}>{step > 0 && <Late />}</Suspense>{step > 1 && createPortal(<u>far</u>, document.body)}</main>;
    }`;
  expect(await steps("preact", source, 1, 2, 1)).toEqual([
    '<main class="m"></main>', '<main class="m"><b>late</b></main>', '<main class="m"><b>late</b></main><u>far</u>', '<main class="m"><b>late</b></main>',
  ]); // prettier-ignore
});

test("solid-dom: Show, Switch, Index, Dynamic, Portal, Suspense, ErrorBoundary, spread and refs", async () => {
  const source = `
    import { createResource, createSignal, ErrorBoundary, For, Index, Match, onMount, Show, Suspense, Switch } from "solid-js";
    import { Dynamic, Portal } from "solid-js/web";
    import { onHostEvent } from "rill/host";
    const fail = () => { throw new Error("bad"); };
    const Bad = (props) => <s>{props.step === 2 ? fail() : "fine"}</s>;
    export default function App(props) {
      const [step, setStep] = createSignal(0);
      onHostEvent("step", setStep);
      let box;
      const [seen, setSeen] = createSignal("");
      onMount(() => setSeen(box.localName));
      const [data] = createResource(step, (n) => Promise.resolve("data " + n));
      return <>
        <p ref={box} {...{ title: props.name, "data-step": step(), onClick: () => {} }}>{seen()}</p>
        <Show when={step() > 0} fallback={<hr />}><b>{step()}</b></Show>
        <Switch fallback={<i>other</i>}><Match when={step() === 1}><u>one</u></Match></Switch>
        <Index each={["x", "y"].slice(step() ? 0 : 1)}>{(item, i) => <em>{i}{item()}</em>}</Index>
        <Dynamic component={step() ? "h1" : "h2"}>head</Dynamic>
        <Suspense fallback={<i>wait</i>}><q>{data()}</q></Suspense>
        <ErrorBoundary fallback={(error) => <mark>{error.message}</mark>}><Bad step={step()} /></ErrorBoundary>
        <Show when={step() === 1}><Portal><small>far</small></Portal></Show>
      </>;
    }`;
  const shown = await steps("solid-dom", source, 1, 2);
  expect(shown).toEqual([
    '<p title="prop" data-step="0">p</p><hr></hr><i>other</i><em>0y</em><h2>head</h2><q>data 0</q><s>fine</s>',
    '<p title="prop" data-step="1">p</p><b>1</b><u>one</u><em>0x</em><em>1y</em><h1>head</h1><q>data 1</q><s>fine</s><div><small>far</small></div>',
    '<p title="prop" data-step="2">p</p><b>2</b><i>other</i><em>0x</em><em>1y</em><h1>head</h1><q>data 2</q><mark>bad</mark>',
  ]);
});

test("vue: fragments, slots, v-show, teleport, provide, watch and keep-alive", async () => {
  const source = `
    import { computed, defineComponent, h, inject, KeepAlive, onMounted, provide, reactive, ref, Teleport, vShow, watch, withDirectives } from "vue";
    import { onHostEvent } from "rill/host";
    const Slotted = (props, { slots }) => [h("b", slots.default?.()), slots.more?.()];
    const Leaf = { setup: () => { const theme = inject("theme"); return () => <i>{theme.value}</i>; } };
    const Kept = { setup() { const made = ref("kept"); return () => <u>{made.value}</u>; } };
    export default defineComponent({
      props: { name: String },
      setup(props) {
        const step = ref(0);
        const seen = reactive({ mounted: "", watched: "" });
        const theme = computed(() => "t" + step.value);
        provide("theme", theme);
        watch(step, (now, before) => { seen.watched = before + ">" + now; });
        onMounted(() => { seen.mounted = "m"; });
        onHostEvent("step", (n) => { step.value = n; });
        return () => [
          <p title={props.name}>{seen.mounted}{seen.watched}</p>,
          <Slotted>{{ default: () => ["in", step.value], more: () => (step.value ? <s>more</s> : null) }}</Slotted>,
          <Leaf />,
          withDirectives(<em>shown</em>, [[vShow, step.value !== 1]]),
          <KeepAlive>{step.value === 0 ? <Kept /> : null}</KeepAlive>,
          step.value === 2 ? <Teleport to={document.body}><small>far</small></Teleport> : null,
        ];
      },
    });`;
  expect(await steps("vue", source, 1, 2, 0)).toEqual([
    '<p title="prop">m</p><b>in0</b><i>t0</i><em>shown</em><u>kept</u>',
    '<p title="prop">m0>1</p><b>in1</b><s>more</s><i>t1</i><em style={"display":"none"}>shown</em>',
    '<p title="prop">m1>2</p><b>in2</b><s>more</s><i>t2</i><em>shown</em><small>far</small>',
    '<p title="prop">m2>0</p><b>in0</b><i>t0</i><em>shown</em><u>kept</u>',
  ]);
});

test("an error in a listener or a component ends the session, with its message", async () => {
  for (const [runtime, source] of [
    ["preact", `import { useState, useEffect } from "preact/hooks"; import { onHostEvent } from "rill/host"; export default () => { const [n, set] = useState(0); useEffect(() => onHostEvent("step", set), []); if (n) throw new Error("broken"); return <p />; };`],
    ["solid-dom", `import { createSignal } from "solid-js"; import { onHostEvent } from "rill/host"; export default () => { const [n, set] = createSignal(0); onHostEvent("step", set); return <p>{n() ? (() => { throw new Error("broken"); })() : ""}</p>; };`],
    ["vue", `import { ref } from "vue"; import { onHostEvent } from "rill/host"; export default { setup() { const n = ref(0); onHostEvent("step", (to) => { n.value = to; }); return () => { if (n.value) throw new Error("broken"); return <p />; }; } };`],
  ] as const) {
    const [guest] = await GuestHarness.open(source, { runtime });
    const { frames, operations } = await guest.send(wire.HOST_EVENT, "step", 1);
    expect([runtime, operations, frames.map(([kind, error, fatal]: any) => [kind, error.message, fatal])]).toEqual([runtime, [], [[wire.ERROR, "broken", true]]]);
  }
});

test("DESTROY runs the clean-up of components, and nothing is written any more", async () => {
  for (const [runtime, source] of [
    ["preact", `import { useEffect } from "preact/hooks"; import { sendToHost } from "rill/host"; export default () => { useEffect(() => () => sendToHost("bye"), []); return <p>x</p>; };`],
    ["solid-dom", `import { onCleanup } from "solid-js"; import { sendToHost } from "rill/host"; export default () => { onCleanup(() => sendToHost("bye")); return <p>x</p>; };`],
    ["vue", `import { onUnmounted } from "vue"; import { sendToHost } from "rill/host"; export default { setup() { onUnmounted(() => sendToHost("bye")); return () => <p>x</p>; } };`],
  ] as const) {
    const [guest] = await GuestHarness.open(source, { runtime });
    const { frames, operations } = await guest.send(wire.DESTROY, "closed");
    expect([runtime, operations, frames]).toEqual([runtime, [], [[wire.MESSAGE, "bye", null]]]);
  }
});

test("timers and promises update what is drawn, in the turn that they come in", async () => {
  const source = `
    import { createSignal } from "solid-js";
    export default () => {
      const [text, setText] = createSignal("start");
      setTimeout(() => setText("later"), 50);
      Promise.resolve().then(() => setText("soon"));
      return <p>{text()}</p>;
    };`;
  const [guest, start] = await GuestHarness.open(source, { runtime: "solid-dom" });
  const tree = new HostTree().apply(start.operations);
  expect(html(tree.picture())).toBe("<p>soon</p>");
  const [timer] = start.frames.filter(([kind]) => kind === wire.TIMER_SET);
  guest.nowMs += 50;
  tree.apply((await guest.send(wire.TIMER, [timer![1]])).operations);
  expect(html(tree.picture())).toBe("<p>later</p>");
});
