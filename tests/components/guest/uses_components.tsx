// Compiled by test_typescript.py under tsc --strict: every line must pass, and every @ts-expect-error must be needed.

import { useRef, useState, type ReactNode } from "react";

import type { ComponentRef, MethodsOf, Style, TextInputMethods } from "./component_types.generated";
import {
  ActivityIndicator,
  Button,
  Checkbox,
  COMPONENT_METADATA,
  Column,
  Pressable,
  ProgressBar,
  Row,
  ScrollView,
  Switch,
  Text,
  TextInput,
  TouchableOpacity,
  View,
} from "./components.generated";

// What `event` of the SDK looks like to the type checker.
declare class EventListener<F extends (...args: never[]) => unknown> {
  readonly fn: F;
  readonly policy: { readonly prevent?: boolean; readonly keys?: readonly string[] };
}
declare function event<P>(fn: (payload: P) => unknown, policy: EventListener<never>["policy"]): EventListener<(payload: P) => unknown>;

const wide: Style = { width: "100%", padding: [1, 2], grow: 1, color: "primary" };

function Card({ children, title }: { readonly children: ReactNode; readonly title?: string | undefined }): ReactNode {
  return (
    <View style={wide} label={title} id="card" hidden={false} role="group">
      {children}
    </View>
  );
}

export function Everything(): ReactNode {
  const [name, setName] = useState("");
  const [done, setDone] = useState(false);
  const field = useRef<ComponentRef<TextInputMethods>>(null);
  const list = useRef<ComponentRef<MethodsOf<typeof ScrollView>>>(null);
  const focus = async (): Promise<boolean> => {
    await field.current?.call.focus();
    await field.current?.call.select(0, null);
    await list.current?.call.scrollTo({ y: 3 });
    await list.current?.call.scrollToEnd();
    return (await field.current?.call.isFocused()) ?? false;
  };
  return (
    <ScrollView ref={list} onScroll={({ y, contentHeight }) => y + contentHeight} key="all">
      <Card title="One">
        <Row style={{ gap: 1, justify: "space-between" }}>
          <Text numberOfLines={1} style={{ bold: true }}>
            Hello <Text style={{ color: "muted" }}>{name}</Text> {1}
          </Text>
          <Button variant="primary" onPress={focus}>
            Go
          </Button>
          <Button title="Go" onPress={(press) => press.source === "key" && press.shift} onFocus={() => setName("")} />
        </Row>
        <Column onKeyDown={event((key) => key.key.length, { keys: ["Escape"], prevent: true })}>
          <Pressable onPress={null} onLongPress={undefined} delayLongPress={300}>
            <Text>Press</Text>
          </Pressable>
          <TouchableOpacity onPress={() => setDone(true)} />
        </Column>
        <TextInput ref={field} value={name} onChange={({ value, version }) => (version > 0 ? setName(value) : undefined)} inputMode="decimal" />
        <TextInput defaultValue="x" multiline rows={3} valueVersion="force" />
        <Checkbox value={done} onChange={(change) => setDone(change.value)}>
          Done
        </Checkbox>
        <Switch value={done} label="Done" />
        <ProgressBar progress={0.5} />
        <ActivityIndicator size="large" />
      </Card>
    </ScrollView>
  );
}

export function Wrong(): ReactNode {
  const list = useRef<ComponentRef<MethodsOf<typeof ScrollView>>>(null);
  // @ts-expect-error -- scrollTo needs a target
  void list.current?.call.scrollTo();
  // @ts-expect-error -- no such method
  void list.current?.call.focusAll();
  return (
    <View>
      {/* @ts-expect-error -- not a colour of the theme */}
      <Text style={{ color: "#ff0000" }} />
      {/* @ts-expect-error -- not a prop */}
      <Button titel="Save" />
      {/* @ts-expect-error -- a number is no text */}
      <Button title={3} />
      {/* @ts-expect-error -- not a percentage */}
      <View style={{ width: "50px" }} />
      {/* @ts-expect-error -- a text field has no children */}
      <TextInput>text</TextInput>
      {/* @ts-expect-error -- the value is a boolean */}
      <Switch value="on" />
      {/* @ts-expect-error -- the payload has no such field */}
      <Button onPress={(press) => press.target} />
    </View>
  );
}

export const tables: readonly number[] = [COMPONENT_METADATA.size];
export const name: "Text" extends string ? typeof Text : never = Text;
