// What a guest's author may write, and what the compiler must refuse. Compiled only: a line that should fail says so above.

import { Activity, createContext, lazy, memo, Suspense, use, useActionState, useEffect, useOptimistic, useReducer, useRef, useState, useTransition } from "react";
import type { FC, PropsWithChildren, ReactNode } from "react";
import {
  Button, Checkbox, Column, event, GuestError, hostComponent, Pressable, RillErrorBoundary, Row, ScrollView, Text, TextInput, TouchableOpacity,
  useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost, View,
} from "rill/sdk";
import type { ComponentRef, Listener, MethodsOf, TextChangeEvent } from "rill/sdk";

interface Config { readonly theme: "dark" | "light" }
const Theme = createContext<Config["theme"]>("dark");
const Late = lazy(async () => ({ default: (props: { n: number }) => <Text>{props.n}</Text> }));
const Card: FC<PropsWithChildren<{ title: string }>> = memo(({ title, children }) => <View><Text>{title}</Text>{children}</View>);

export default function App({ start = 0 }: { start?: number }): ReactNode {
  const [text, setText] = useState("");
  const [count, add] = useReducer((n: number, by: number) => n + by, start);
  const [pending, startTransition] = useTransition();
  const config = useConfig<Config>();
  const send = useSendToHost();
  const load = useHostCall<[id: number], { name: string }>("user.load");
  const field = useRemoteRef<typeof TextInput>();
  const timer = useRef<number | null>(null);
  useHostEvent<{ n: number }>("add", ({ n }) => add(n));
  useEffect(() => {
    timer.current = setTimeout((word: string) => console.log(word), 10, "late");
    void load(3).then(({ name }) => send("loaded", name.toUpperCase()));
    void field.call.select(0, 3).then((nothing: void) => nothing);
    void field.call.isFocused().then((focused: boolean) => focused);
    void field.invoke("focus");
    return () => clearTimeout(timer.current);
  }, []);
  return (
    <Theme value={config.theme}>
      <RillErrorBoundary fallback={(error, reset) => <Button title={String(error)} onPress={reset} />}>
        <Suspense fallback="...">
          <ScrollView>
            <Card title="a"><Row><Column style={{ width: 10, padding: [1, 2], color: "accent" }} /></Row></Card>
            <TextInput ref={field} value={text} onChange={(e) => setText(e.value)} onKeyDown={event((e) => send(e.key), { keys: ["Enter"], prevent: true })} />
            <Checkbox value={count > 0} onChange={({ value, version }) => send("checked", [value, version])}>sure?</Checkbox>
            <Pressable onPress={() => startTransition(() => add(1))}><Text>{pending ? "..." : count}</Text></Pressable>
            <TouchableOpacity onLongPress={null} />
            <Late n={1} key="late" />
          </ScrollView>
        </Suspense>
      </RillErrorBoundary>
    </Theme>
  );
}

const StepList = hostComponent<{ steps: readonly string[]; onSelect?: Listener<{ index: number }> }>("StepList");
const used = <StepList steps={["a"]} onSelect={(e) => console.log(e.index)} />;
const methods: MethodsOf<typeof TextInput> | null = null;
const change: Listener<TextChangeEvent> = event((e) => console.log(e.value), { debounce_ms: 100 });
const handle = (ref: ComponentRef<MethodsOf<typeof ScrollView>>): Promise<unknown> => ref.invoke("scrollToEnd");
const failed = (error: GuestError): string => error.code;

// The rest of ES2023 and the listed globals are there.
const url = new URL("/a", "https://x.y");
const query: string | null = url.searchParams.get("q");
const bytes: Uint8Array = new TextEncoder().encode(new TextDecoder().decode(crypto.getRandomValues(new Uint8Array(4))));
const copy: { a: number } = structuredClone({ a: 1 });
const last = [1, 2].findLast((n) => n > 1);
const abort = new AbortController();
abort.signal.addEventListener("abort", () => queueMicrotask(() => console.log(performance.now(), abort.signal.reason)));

// @ts-expect-error HTML elements do not exist
const div = <div />;
// @ts-expect-error unknown prop
const unknownProp = <Text href="x">a</Text>;
// @ts-expect-error wrong type of a prop
const wrongProp = <TextInput value={5} />;
// @ts-expect-error wrong payload
const wrongPayload = <TextInput onChange={(e: { checked: boolean }) => e} />;
// @ts-expect-error unknown style key
const wrongStyle = <View style={{ fontSize: 3 }} />;
// @ts-expect-error unknown policy
const wrongPolicy = event(() => {}, { wait: 1 });
// @ts-expect-error unknown method
const wrongMethod = () => useRemoteRef<typeof TextInput>().call.explode();
// @ts-expect-error wrong arguments of a method
const wrongArguments = () => useRemoteRef<typeof TextInput>().call.select("a");
// @ts-expect-error wrong arguments of a host call
const wrongCall = () => useHostCall<[id: number]>("x")("y");
// @ts-expect-error a text input has no children
const wrongChildren = <TextInput>text</TextInput>;

void [Activity, use, useActionState, useOptimistic, used, methods, change, handle, failed, query, bytes, copy, last, div, unknownProp, wrongProp, wrongPayload, wrongStyle, wrongPolicy, wrongMethod, wrongArguments, wrongCall, wrongChildren];
