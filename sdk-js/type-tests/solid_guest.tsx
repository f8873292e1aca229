/** @jsxImportSource rill/sdk/solid */
// What the author of a Solid guest may write, and what the compiler must refuse. Compiled only: a line that should fail says so above.

import { createResource, createSelector, createSignal, For, Index, lazy, Match, Show, Suspense, Switch as Choose, useContext, createContext, onMount } from "solid-js";
import type { JSX, ParentProps } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { Dynamic } from "solid-js/web";
import {
  Button, Card, Column, event, FlatList, GuestError, hostComponent, RillErrorBoundary, Row, Switch, Table, Text, TextInput, useConfig, useHostCall,
  useHostEvent, useRemoteRef, useSendToHost, View,
} from "rill/sdk/solid";
import type { ComponentRef, MethodsOf } from "rill/sdk/solid";

interface Config { readonly theme: "dark" | "light" }
interface Mail { readonly id: number; readonly subject: string }
const Theme = createContext<Config["theme"]>("dark");
const Late = lazy(async () => ({ default: (props: { n: number }) => <Text>{props.n}</Text> }));
const StepList = hostComponent<{ steps: string[] }>("StepList");
const Frame = (props: ParentProps<{ title: string }>) => <Card header={<Text>{props.title}</Text>}>{props.children}</Card>;

export default function App(props: { start?: number }): JSX.Element {
  const [count, setCount] = createSignal(props.start ?? 0);
  const [text, setText] = createSignal("");
  const [mails, setMails] = createStore<{ list: Mail[] }>({ list: [] });
  const [user] = createResource(async () => ({ name: "Ann" }));
  const config = useConfig<Config>();
  const send = useSendToHost();
  const load = useHostCall<[id: number], { name: string }>("user.load");
  const field = useRemoteRef<typeof TextInput>();
  const isChosen = createSelector(count);
  const remove = (id: number, event: { readonly source?: string }) => console.log(id, event.source);
  let row!: ComponentRef<MethodsOf<typeof Row>>;
  useHostEvent<{ n: number }>("add", ({ n }) => setCount((old) => old + n));
  onMount(() => {
    void load(3).then(({ name }) => send("loaded", name.toUpperCase()));
    void field.call.select(0, 3).then((nothing: void) => nothing);
    console.log(row.id, useContext(Theme));
  });
  return (
    <Theme.Provider value={config().theme}>
      <RillErrorBoundary fallback={(error, reset) => <Button title={String(error)} onPress={reset} />}>
        <Suspense fallback="...">
          <Row ref={row}>
            <TextInput ref={field} value={text()} onChange={(e) => setText(e.value)} onKeyDown={event((e) => send(e.key), { keys: ["Enter"] })} />
            <Switch value={count() > 1} onChange={({ value }) => setCount(value ? 2 : 0)} />
          </Row>
          <Frame title={user()?.name ?? ""}>
            <Show when={user()} fallback={<Text>Nobody</Text>}>
              {(known) => <Text>{known().name}</Text>}
            </Show>
          </Frame>
          <For each={mails.list} fallback={<Text>None</Text>}>
            {(mail, index) => (
              <Column label={isChosen(mail.id) ? "chosen" : null}>
                <Text>{index()} {mail.subject}</Text>
                <Button title="Remove" onPress={[remove, mail.id]} />
              </Column>
            )}
          </For>
          <Index each={[1, 2]}>{(n, at) => <Text>{n() + at}</Text>}</Index>
          <Choose fallback={<Text>many</Text>}>
            <Match when={count() === 0}><Text>none</Text></Match>
          </Choose>
          <Dynamic component={count() > 1 ? Row : Column}><Late n={1} /></Dynamic>
          <FlatList data={mails.list} renderItem={(info) => <Text>{info.item.subject}</Text>} onItemPress={({ item }) => send(item.subject)} />
          <Table data={mails.list} columns={[{ key: "subject", title: "Subject" }]} />
          <StepList steps={["a"]} />
          <View>{[1, "two", null, () => count(), <Text>three</Text>]}</View>
          {/* @ts-expect-error a guest has no HTML elements */}
          <div />
          {/* @ts-expect-error a title is text, not an accessor */}
          <Button title={text} />
          {/* @ts-expect-error there is no such component in StepList's props */}
          <StepList steps={1} />
        </Suspense>
      </RillErrorBoundary>
    </Theme.Provider>
  );
}

export function rename(list: Mail[]): void {
  const [, setList] = createStore({ list });
  setList(produce((draft) => draft.list.push({ id: 1, subject: "a" })));
  if (list.length > 9) throw new GuestError();
}
